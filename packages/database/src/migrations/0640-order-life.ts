import { ForwardMigration } from './forward-migration.js';

/**
 * An order is held and resumed, amended by revisions and short-closed; what its supplier does not confirm goes back to
 * inventory, where another request takes over and knows who has declined.
 */
export class OrderLife extends ForwardMigration {
  readonly name = 'order-life-0000000000640';
  protected readonly sql = `
    ALTER TABLE orders.orders
      DROP CONSTRAINT orders_status_check,
      ADD CONSTRAINT orders_status_check CHECK (status IN ('draft', 'pending_approval', 'approved', 'rejected', 'sent',
        'acknowledged', 'declined', 'partially_received', 'received', 'closed', 'cancelled')),
      ADD revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
      ADD amended_by text,
      ADD held_by text,
      ADD hold_reason text,
      ADD CHECK ((held_by IS NULL) = (hold_reason IS NULL)),
      -- Nor does whoever amended it, whatever the API says.
      ADD CONSTRAINT amender_is_not_approver CHECK (decided_by <> amended_by OR status = 'cancelled');

    ALTER TABLE orders.order_lines
      ADD confirmed_pack_price_minor bigint CHECK (confirmed_pack_price_minor >= 0),
      ADD short_closed_quantity bigint NOT NULL DEFAULT 0 CHECK (short_closed_quantity >= 0),
      ADD short_closed_by text,
      ADD short_close_reason text,
      ADD CHECK ((short_closed_quantity > 0) = (short_closed_by IS NOT NULL AND short_close_reason IS NOT NULL)),
      DROP CONSTRAINT order_lines_quantity_check,
      DROP CONSTRAINT order_lines_packs_check,
      -- An amendment drops a line by making it nothing: what came for it, and why, stays known.
      ADD CHECK (quantity >= 0),
      ADD CHECK (packs >= 0);

    CREATE TABLE orders.amendments (
      order_id uuid NOT NULL REFERENCES orders.orders,
      revision integer NOT NULL CHECK (revision > 1),
      before jsonb NOT NULL,
      after jsonb NOT NULL,
      reason text NOT NULL,
      amended_by text NOT NULL,
      amended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      withdrawn_by text,
      withdrawn_reason text,
      PRIMARY KEY (order_id, revision)
    );

    ALTER TABLE inventory.replenishment_requests
      -- The request whose rest this one is to bring, and the suppliers that would not.
      ADD replaces uuid UNIQUE REFERENCES inventory.replenishment_requests,
      ADD declined_by uuid[] NOT NULL DEFAULT '{}';
  `;
}
