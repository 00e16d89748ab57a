import { ForwardMigration } from './forward-migration.js';

/**
 * What deliveries of a lane have taken, in a form that has quantiles: how often it took how many days. A row holds
 * all that was known at the end of its month, so that whoever asks as of a day is told of nothing later.
 */
export class LaneHistories extends ForwardMigration {
  readonly name = 'lane-histories-0000000000660';
  protected readonly sql = `
    CREATE TABLE shipments.lane_histories (
      -- Empty stands for any: a carrier on all its lanes, and all carriers.
      origin text NOT NULL,
      carrier text NOT NULL,
      destination text NOT NULL,
      month date NOT NULL CHECK (month = date_trunc('month', month)),
      deliveries bigint NOT NULL,
      -- {"<measure> <step>": {"<days>": <how often>}}
      taken jsonb NOT NULL,
      PRIMARY KEY (origin, carrier, destination, month)
    );

    ALTER TABLE shipments.shipments
      ADD COLUMN in_lane_history boolean NOT NULL DEFAULT false,
      ADD COLUMN eta_earliest_on date,
      ADD COLUMN eta_latest_on date;
    CREATE INDEX shipments_to_sum_up ON shipments.shipments (delivered_on)
      WHERE status = 'delivered' AND NOT in_lane_history;

    -- One exception for a fact, however often it is found; one of a kind is open at a time.
    ALTER TABLE shipments.exceptions ADD COLUMN fact text NOT NULL DEFAULT 'ship_notice';
    ALTER TABLE shipments.exceptions ALTER fact DROP DEFAULT;
    ALTER TABLE shipments.exceptions DROP CONSTRAINT exceptions_pkey;
    ALTER TABLE shipments.exceptions ADD PRIMARY KEY (shipment_id, kind, promised_on, fact);
    CREATE UNIQUE INDEX open_exceptions ON shipments.exceptions (shipment_id, kind) WHERE resolved_on IS NULL;
  `;
}
