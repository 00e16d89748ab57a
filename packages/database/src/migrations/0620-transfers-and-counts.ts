import { ForwardMigration } from './forward-migration.js';

/** Goods in transit are on hand at neither location: what a dispatch took is what the transfers in transit hold. */
const transfers = `
  CREATE TABLE inventory.transfer_lanes (
    from_location text NOT NULL,
    to_location text NOT NULL,
    transit_days integer NOT NULL CHECK (transit_days >= 0),
    is_open boolean NOT NULL,
    PRIMARY KEY (from_location, to_location),
    CHECK (from_location <> to_location)
  );
  CREATE INDEX transfer_lanes_by_destination ON inventory.transfer_lanes (to_location, from_location);

  CREATE TABLE inventory.transfers (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    sku text NOT NULL,
    from_location text NOT NULL,
    to_location text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity > 0),
    status text NOT NULL DEFAULT 'in_transit' CHECK (status IN ('in_transit', 'received')),
    dispatched_on date NOT NULL,
    expected_on date NOT NULL CHECK (expected_on >= dispatched_on),
    received_on date CHECK (received_on >= dispatched_on),
    FOREIGN KEY (sku, from_location) REFERENCES inventory.levels (sku, location),
    FOREIGN KEY (sku, to_location) REFERENCES inventory.levels (sku, location),
    CHECK (from_location <> to_location),
    CHECK ((status = 'received') = (received_on IS NOT NULL))
  );
  CREATE INDEX transfers_in_transit ON inventory.transfers (sku, to_location) WHERE status = 'in_transit';
  CREATE INDEX transfers_due ON inventory.transfers (expected_on, id) WHERE status = 'in_transit';
  CREATE INDEX transfers_by_sku ON inventory.transfers (sku, id);
  CREATE INDEX transfers_by_status ON inventory.transfers (status, id);
  CREATE INDEX transfers_by_origin ON inventory.transfers (from_location, status, id);
  CREATE INDEX transfers_by_destination ON inventory.transfers (to_location, status, id);
`;

const counts = `
  CREATE TABLE inventory.cycle_counts (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    sku text NOT NULL,
    location text NOT NULL,
    counted bigint NOT NULL CHECK (counted >= 0),
    expected bigint NOT NULL,
    difference bigint GENERATED ALWAYS AS (counted - expected) STORED,
    counted_on date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    agent text NOT NULL,
    FOREIGN KEY (sku, location) REFERENCES inventory.levels
  );
  CREATE INDEX cycle_counts_by_day ON inventory.cycle_counts (sku, location, counted_on, id);
  CREATE INDEX cycle_counts_by_sku ON inventory.cycle_counts (sku, id);
  CREATE INDEX cycle_counts_by_location ON inventory.cycle_counts (location, id);
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON inventory.cycle_counts
    FOR EACH STATEMENT EXECUTE FUNCTION inventory.refuse_change();
  ALTER TABLE inventory.cycle_counts ENABLE ALWAYS TRIGGER append_only;

  ALTER TABLE inventory.movements DROP CONSTRAINT movements_kind_check, ADD CONSTRAINT movements_kind_check
    CHECK (kind IN ('opening', 'adjustment', 'issue', 'receipt', 'transfer', 'count', 'correction'));
  -- Adjustments, which are the most, happen when they are recorded and bear no day: they cost this index nothing.
  CREATE INDEX movements_by_day ON inventory.movements (sku, location, occurred_on) WHERE occurred_on IS NOT NULL;
`;

const lots = `
  ALTER TABLE inventory.receipts
    ADD lot_number text,
    ADD lot_expires_on date,
    ADD CHECK (lot_number IS NOT NULL OR lot_expires_on IS NULL);
  CREATE INDEX receipts_by_lot ON inventory.receipts (lot_number, id) WHERE lot_number IS NOT NULL;
  CREATE INDEX receipts_by_sku ON inventory.receipts (sku, id);
  CREATE INDEX receipts_by_location ON inventory.receipts (location, id);
`;

/** Stock that moves between locations, what was counted of it, and the lots that receipts brought. */
export class TransfersAndCounts extends ForwardMigration {
  readonly name = 'transfers-and-counts-0000000000620';
  protected readonly sql = [transfers, counts, lots].join('\n');
}
