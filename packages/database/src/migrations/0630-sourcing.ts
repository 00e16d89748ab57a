import { ForwardMigration } from './forward-migration.js';

/** An order serves several requests: each line is for one, and keeps the offers that were weighed for it. */
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
        candidates = orders.sourcing -> 'candidates',
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
    ALTER TABLE orders.orders DROP COLUMN request_id, DROP COLUMN sourcing;
  `;
}
