import { ForwardMigration } from './forward-migration.js';

/**
 * An order serves several requests: each line is for one, and keeps the offers that were weighed for it. It begins as
 * a draft that grows by lines, and is decided on as a whole. Offers stand from a day on, with price breaks.
 */
export class Sourcing extends ForwardMigration {
  readonly name = 'sourcing-0000000000630';
  protected readonly sql = `
    ALTER TABLE orders.order_lines
      ADD request_id uuid,
      ADD needed_on date,
      ADD candidates jsonb,
      -- Until its order comes to nothing, a line keeps other orders from serving its request.
      ADD holds_request boolean NOT NULL DEFAULT true;
    UPDATE orders.order_lines SET request_id = orders.request_id, needed_on = orders.needed_on,
        candidates = (
          SELECT jsonb_agg(candidate || jsonb_build_object(
            'packs', greatest(minimum_packs, ceil(quantity::numeric / offers.units_per_pack)),
            'packPriceMinor', offers.pack_price_minor, 'leadTimeDays', lead_time_days, 'onTimeShare', on_time_share
          ) ORDER BY rank)
          FROM jsonb_array_elements(orders.sourcing -> 'candidates') WITH ORDINALITY AS weighed (candidate, rank)
          JOIN orders.offers ON offers.id = (candidate ->> 'offerId')::uuid
        ),
        holds_request = orders.status NOT IN ('rejected', 'declined', 'cancelled')
      FROM orders.orders WHERE orders.id = order_id;
    ALTER TABLE orders.order_lines
      ALTER request_id SET NOT NULL,
      ALTER needed_on SET NOT NULL,
      ALTER candidates SET NOT NULL,
      DROP CONSTRAINT order_lines_order_id_sku_key;
    CREATE INDEX order_lines_by_order ON orders.order_lines (order_id);
    CREATE INDEX order_lines_by_request ON orders.order_lines (request_id, order_id DESC);
    CREATE UNIQUE INDEX order_of_request ON orders.order_lines (request_id) WHERE holds_request;

    ALTER TABLE orders.orders
      DROP COLUMN request_id,
      DROP COLUMN sourcing,
      -- The role that created it: its limits are those of the order.
      ADD created_as text NOT NULL DEFAULT 'OrderAgent',
      ADD approval_reasons jsonb NOT NULL DEFAULT '[]',
      -- Version 0 is a draft without a line: nobody ever sees one.
      DROP CONSTRAINT orders_version_check,
      ADD CHECK (version > 0 OR status = 'draft'),
      DROP CONSTRAINT orders_status_check,
      ADD CONSTRAINT orders_status_check CHECK (status IN ('draft', 'pending_approval', 'approved', 'rejected', 'sent',
        'acknowledged', 'declined', 'partially_received', 'received', 'cancelled'));
    ALTER TABLE orders.orders ALTER created_as DROP DEFAULT;
    CREATE UNIQUE INDEX open_drafts ON orders.orders (supplier_id, location, created_by, created_as)
      WHERE status = 'draft';

    -- Whoever may add lines may not change orders: the draft grows by its lines, and an order that is no draft any
    -- more takes none. Without a row to return the line is not stored, and who added it opens another draft.
    CREATE FUNCTION orders.grow_draft() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
      UPDATE orders.orders SET
        version = version + 1,
        total_minor = total_minor + NEW.packs::bigint * NEW.pack_price_minor,
        needed_on = least(needed_on, NEW.needed_on),
        expected_on = greatest(expected_on, ordered_on + offers.lead_time_days)
      FROM orders.offers
      WHERE orders.id = NEW.order_id AND status = 'draft' AND offers.id = NEW.offer_id
        AND total_minor + NEW.packs::bigint * NEW.pack_price_minor <= 1000000000000;
      IF NOT FOUND THEN RETURN NULL; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER grow_draft BEFORE INSERT ON orders.order_lines FOR EACH ROW EXECUTE FUNCTION orders.grow_draft();

    ALTER TABLE orders.offers
      ADD valid_from date NOT NULL DEFAULT '1900-01-01',
      ADD price_breaks jsonb NOT NULL DEFAULT '[]',
      ADD item_history jsonb,
      DROP CONSTRAINT offers_supplier_id_sku_key;
    ALTER TABLE orders.offers ALTER valid_from DROP DEFAULT;
    CREATE UNIQUE INDEX offers_in_force ON orders.offers (supplier_id, sku, valid_from DESC);

    -- What identities committed without a person's word in the current hour and day (UTC) of the clock.
    CREATE TABLE orders.commitments (
      agent text PRIMARY KEY,
      hour timestamptz NOT NULL,
      orders integer NOT NULL,
      day timestamptz NOT NULL,
      value_minor bigint NOT NULL
    );
  `;
}
