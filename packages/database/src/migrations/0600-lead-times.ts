import { ForwardMigration } from './forward-migration.js';

/**
 * Days from request to receipt, summed up by place, so that a planner reads what was really observed in one row.
 * The service level is that of the demand which nobody announces; docs/adr/0005 says how 0.7 was chosen.
 */
export class LeadTimes extends ForwardMigration {
  readonly name = 'lead-times-0000000000600';
  protected readonly sql = `
    CREATE TABLE inventory.lead_times (
      sku text NOT NULL,
      location text NOT NULL,
      receipts integer NOT NULL,
      days bigint NOT NULL,
      squared_days bigint NOT NULL,
      PRIMARY KEY (sku, location),
      FOREIGN KEY (sku, location) REFERENCES inventory.levels
    );
    ALTER TABLE inventory.reorder_policies ALTER service_level SET DEFAULT 0.7;

    CREATE INDEX lead_times_by_location ON inventory.lead_times (location, sku);

    INSERT INTO inventory.lead_times (sku, location, receipts, days, squared_days)
    SELECT receipts.sku, receipts.location, count(*), sum(received_on - requested_on), sum((received_on - requested_on) ^ 2)
    FROM inventory.receipts JOIN inventory.replenishment_requests requests ON requests.id = request_id
    WHERE received_on >= requested_on
    GROUP BY receipts.sku, receipts.location;
  `;
}
