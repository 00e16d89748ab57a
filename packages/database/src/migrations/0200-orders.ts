import { ForwardMigration } from './forward-migration.js';
import { idempotencyKeys } from './idempotency-keys.js';

/** Suppliers and their offers, purchase orders and what was received on them. */
export class Orders extends ForwardMigration {
  readonly name = 'orders-0000000000200';
  protected readonly sql = `
    CREATE SCHEMA orders;

    CREATE TABLE orders.suppliers (
      id uuid PRIMARY KEY,
      name text NOT NULL UNIQUE,
      status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended'))
    );

    CREATE TABLE orders.offers (
      id uuid PRIMARY KEY,
      supplier_id uuid NOT NULL REFERENCES orders.suppliers,
      sku text NOT NULL,
      units_per_pack integer NOT NULL CHECK (units_per_pack > 0),
      pack_price_minor bigint NOT NULL CHECK (pack_price_minor >= 0),
      currency text NOT NULL CHECK (currency = 'USD'),
      minimum_packs integer NOT NULL CHECK (minimum_packs > 0),
      lead_time_days integer NOT NULL CHECK (lead_time_days >= 0),
      lead_time_deviation_days integer NOT NULL CHECK (lead_time_deviation_days >= 0),
      on_time_share double precision NOT NULL CHECK (on_time_share BETWEEN 0 AND 1),
      UNIQUE (supplier_id, sku)
    );
    CREATE INDEX offers_by_sku ON orders.offers (sku, supplier_id);

    CREATE TABLE orders.orders (
      id uuid PRIMARY KEY,
      request_id uuid NOT NULL UNIQUE,
      supplier_id uuid NOT NULL REFERENCES orders.suppliers,
      location text NOT NULL,
      currency text NOT NULL CHECK (currency = 'USD'),
      status text NOT NULL CHECK (status IN ('pending_approval', 'approved', 'rejected', 'sent', 'acknowledged',
        'declined', 'partially_received', 'received', 'cancelled')),
      total_minor bigint NOT NULL CHECK (total_minor >= 0),
      ordered_on date NOT NULL,
      needed_on date NOT NULL,
      expected_on date NOT NULL,
      sent_on date,
      promised_on date,
      sourcing jsonb NOT NULL,
      created_by text NOT NULL,
      decided_by text,
      decision_reason text,
      version integer NOT NULL CHECK (version > 0),
      -- Whoever created an order never decides on it, whatever the API says.
      CONSTRAINT creator_is_not_approver CHECK (decided_by IS DISTINCT FROM created_by OR status = 'cancelled')
    );
    CREATE INDEX orders_by_status ON orders.orders (status, id DESC);

    CREATE TABLE orders.order_lines (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL REFERENCES orders.orders,
      offer_id uuid NOT NULL REFERENCES orders.offers,
      sku text NOT NULL,
      quantity bigint NOT NULL CHECK (quantity > 0),
      packs integer NOT NULL CHECK (packs > 0),
      units_per_pack integer NOT NULL CHECK (units_per_pack > 0),
      pack_price_minor bigint NOT NULL CHECK (pack_price_minor >= 0),
      confirmed_quantity bigint CHECK (confirmed_quantity >= 0),
      received_quantity bigint NOT NULL DEFAULT 0 CHECK (received_quantity >= 0),
      UNIQUE (order_id, sku),
      CHECK (quantity = packs::bigint * units_per_pack)
    );

    CREATE TABLE orders.order_receipts (
      receipt_id uuid PRIMARY KEY,
      order_id uuid NOT NULL REFERENCES orders.orders,
      sku text NOT NULL,
      quantity bigint NOT NULL CHECK (quantity > 0),
      received_on date NOT NULL
    );

    ${idempotencyKeys('orders')}
  `;
}
