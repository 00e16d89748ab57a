import { ForwardMigration } from './forward-migration.js';
import { idempotencyKeys } from './idempotency-keys.js';

/** Shipments, their ship notice lines, the EPCIS events that carriers report, and the tracker's findings. */
export class Shipments extends ForwardMigration {
  readonly name = 'shipments-0000000000300';
  protected readonly sql = `
    CREATE SCHEMA shipments;

    CREATE TABLE shipments.shipments (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL,
      supplier_id uuid NOT NULL,
      carrier text NOT NULL,
      -- Carriers use their numbers again.
      tracking_number text NOT NULL,
      origin text NOT NULL,
      destination text NOT NULL,
      status text NOT NULL CHECK (status IN ('planned', 'pre_transit', 'in_transit', 'out_for_delivery',
        'delivered', 'returned', 'lost', 'cancelled')),
      shipped_on date NOT NULL,
      promised_on date NOT NULL CHECK (promised_on >= shipped_on),
      eta_on date NOT NULL,
      delivered_on date,
      checked_on date,
      version integer NOT NULL CHECK (version > 0),
      CHECK ((status = 'delivered') = (delivered_on IS NOT NULL))
    );
    CREATE INDEX shipments_by_status ON shipments.shipments (status, id DESC);
    CREATE INDEX shipments_by_order ON shipments.shipments (order_id, id DESC);

    CREATE TABLE shipments.asn_lines (
      asn_line_id uuid PRIMARY KEY,
      shipment_id uuid NOT NULL REFERENCES shipments.shipments,
      order_line_id uuid NOT NULL,
      request_id uuid NOT NULL,
      sku text NOT NULL,
      quantity bigint NOT NULL CHECK (quantity > 0)
    );
    CREATE INDEX asn_lines_by_shipment ON shipments.asn_lines (shipment_id);

    CREATE TABLE shipments.events (
      event_id text PRIMARY KEY,
      shipment_id uuid NOT NULL REFERENCES shipments.shipments,
      event_time timestamptz NOT NULL,
      time_zone_offset text NOT NULL,
      record_time timestamptz NOT NULL DEFAULT now(),
      biz_step text NOT NULL,
      disposition text,
      location text,
      document jsonb NOT NULL
    );
    CREATE INDEX events_by_shipment ON shipments.events (shipment_id, event_time, event_id);

    CREATE TABLE shipments.exceptions (
      shipment_id uuid NOT NULL REFERENCES shipments.shipments,
      kind text NOT NULL CHECK (kind IN ('late', 'silent', 'stuck')),
      promised_on date NOT NULL,
      detected_on date NOT NULL,
      detail text NOT NULL,
      resolved_on date,
      PRIMARY KEY (shipment_id, kind, promised_on)
    );

    CREATE TABLE shipments.business_days (
      date date PRIMARY KEY,
      closed_at timestamptz NOT NULL DEFAULT now()
    );

    ${idempotencyKeys('shipments')}

    CREATE FUNCTION shipments.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'shipments.events is append-only' USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON shipments.events
      FOR EACH STATEMENT EXECUTE FUNCTION shipments.refuse_change();
    -- Also where session_replication_role would silence triggers.
    ALTER TABLE shipments.events ENABLE ALWAYS TRIGGER append_only;
  `;
}
