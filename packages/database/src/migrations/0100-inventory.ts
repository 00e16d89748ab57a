import { ForwardMigration } from './forward-migration.js';
import { idempotencyKeys } from './idempotency-keys.js';

/** Quantities are base units. A level changes only together with the movement that explains it. */
const stock = `
  CREATE TABLE inventory.items (
    sku text PRIMARY KEY,
    name text NOT NULL,
    units_per_pack integer NOT NULL CHECK (units_per_pack > 0),
    product_group text
  );

  CREATE TABLE inventory.levels (
    sku text NOT NULL REFERENCES inventory.items,
    location text NOT NULL,
    on_hand bigint NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reserved bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    hold bigint NOT NULL DEFAULT 0 CHECK (hold >= 0),
    available bigint GENERATED ALWAYS AS (on_hand - reserved - hold) STORED CHECK (available >= 0),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (sku, location)
  ) WITH (fillfactor = 80);
  CREATE INDEX levels_by_location ON inventory.levels (location, sku);

  CREATE TABLE inventory.movements (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    sku text NOT NULL,
    location text NOT NULL,
    delta bigint NOT NULL CHECK (delta <> 0),
    kind text NOT NULL CHECK (kind IN ('opening', 'adjustment', 'issue', 'receipt')),
    reason text,
    reference text,
    occurred_on date,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    agent text NOT NULL,
    FOREIGN KEY (sku, location) REFERENCES inventory.levels
  );
  CREATE INDEX movements_by_sku ON inventory.movements (sku, id);
  CREATE INDEX movements_by_location ON inventory.movements (location, id);

  CREATE FUNCTION inventory.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON inventory.movements
    FOR EACH STATEMENT EXECUTE FUNCTION inventory.refuse_change();
  -- Also where session_replication_role would silence triggers.
  ALTER TABLE inventory.movements ENABLE ALWAYS TRIGGER append_only;
`;

/** demand_history sums issued demands up by calendar month, so that a forecast reads a year in 13 rows. */
const demand = `
  CREATE TABLE inventory.demands (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    reference text NOT NULL UNIQUE,
    sku text NOT NULL,
    location text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    announced_on date NOT NULL,
    needed_on date NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'issued', 'short')),
    issued_quantity bigint NOT NULL DEFAULT 0 CHECK (issued_quantity BETWEEN 0 AND quantity),
    issued_on date,
    FOREIGN KEY (sku, location) REFERENCES inventory.levels,
    CHECK ((status = 'open') = (issued_on IS NULL)),
    CHECK (status <> 'issued' OR issued_quantity = quantity)
  );
  CREATE INDEX demands_by_day ON inventory.demands (needed_on, id);
  CREATE INDEX demands_by_status ON inventory.demands (status, needed_on, id);
  CREATE INDEX demands_by_location ON inventory.demands (location, status, needed_on, id);
  CREATE INDEX demands_by_sku ON inventory.demands (sku, needed_on, id);

  CREATE TABLE inventory.demand_history (
    sku text NOT NULL,
    location text NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    demands integer NOT NULL,
    quantity bigint NOT NULL,
    squared_quantity double precision NOT NULL,
    -- Sum of quantity times days of notice; a mean is taken when it is read.
    notice_quantity_days double precision NOT NULL,
    PRIMARY KEY (sku, location, month),
    FOREIGN KEY (sku, location) REFERENCES inventory.levels
  );

  CREATE TABLE inventory.business_days (
    date date PRIMARY KEY,
    closed_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
`;

const replenishment = `
  CREATE TABLE inventory.reorder_policies (
    sku text NOT NULL,
    location text NOT NULL,
    service_level double precision NOT NULL DEFAULT 0.9 CHECK (service_level BETWEEN 0.5 AND 0.999),
    -- The median of the deliveries in data/, until somebody knows better.
    lead_time_days integer NOT NULL DEFAULT 101 CHECK (lead_time_days > 0),
    lead_time_deviation_days integer NOT NULL DEFAULT 60 CHECK (lead_time_deviation_days >= 0),
    units_per_pack integer NOT NULL CHECK (units_per_pack > 0),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (sku, location),
    FOREIGN KEY (sku, location) REFERENCES inventory.levels
  );
  CREATE INDEX reorder_policies_by_location ON inventory.reorder_policies (location, sku);

  CREATE TABLE inventory.replenishment_requests (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    sku text NOT NULL,
    location text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    requested_on date NOT NULL,
    needed_on date NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'ordered', 'fulfilled', 'cancelled')),
    order_id uuid,
    -- Version of the order that was taken up last; facts may overtake each other.
    order_version bigint,
    ordered_quantity bigint CHECK (ordered_quantity >= 0),
    expected_on date,
    received_quantity bigint NOT NULL DEFAULT 0 CHECK (received_quantity >= 0),
    reason jsonb NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    FOREIGN KEY (sku, location) REFERENCES inventory.levels
  );
  CREATE UNIQUE INDEX one_open_request ON inventory.replenishment_requests (sku, location) WHERE status = 'open';
  CREATE INDEX outstanding_requests ON inventory.replenishment_requests (sku, location)
    WHERE status IN ('open', 'ordered');
  CREATE INDEX requests_by_status ON inventory.replenishment_requests (status, id);
  CREATE INDEX requests_by_location ON inventory.replenishment_requests (location, status, id);
  CREATE INDEX requests_by_sku ON inventory.replenishment_requests (sku, id);

  CREATE TABLE inventory.receipts (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    asn_line_id uuid NOT NULL UNIQUE,
    request_id uuid REFERENCES inventory.replenishment_requests,
    sku text NOT NULL,
    location text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    received_on date NOT NULL,
    FOREIGN KEY (sku, location) REFERENCES inventory.levels
  );
  CREATE INDEX receipts_by_request ON inventory.receipts (request_id);
`;

/** Stock, the movements that it sums up, customers' needs, and what is bought to meet them. */
export class Inventory extends ForwardMigration {
  readonly name = 'inventory-0000000000100';
  protected readonly sql = [
    'CREATE SCHEMA inventory;',
    stock,
    demand,
    replenishment,
    idempotencyKeys('inventory'),
  ].join('\n');
}
