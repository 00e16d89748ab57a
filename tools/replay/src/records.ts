import type pg from 'pg';
import type { WatchedShipment } from './eta-score.js';
import type { Outcome } from './outcome.js';

export interface AuditCounts {
  readonly records: number;
  readonly byAgent: readonly { readonly agent: string; readonly result: string; readonly requests: number }[];
}

export async function countPending(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pending: number }>(
    `SELECT count(*)::int AS pending FROM orders.orders WHERE status = 'pending_approval'`,
  );
  return rows[0]?.pending ?? 0;
}

/** A person's limit is for a minute of the clock, in which the replay lives through months: each of its days is a new one. */
export async function beginMinuteOf(client: pg.Client, person: string): Promise<void> {
  await client.query('DELETE FROM limits.buckets WHERE key = $1', [`agent:${person}`]);
}

/** Jobs that were committed and that Redis, where it keeps the queues, was not given yet. */
export async function countUncarried(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ uncarried: number }>(
    'SELECT count(*)::int AS uncarried FROM queues.outbox WHERE carried_to IS NULL',
  );
  return rows[0]?.uncarried ?? 0;
}

/** What came of the agents' way of ordering, from the platform's own books: needs, movements, orders, shipments. */
export async function readOutcome(client: pg.Client, from: string, to: string): Promise<Outcome> {
  const { rows } = await client.query<Outcome['days'][number]>(
    `WITH price AS (
       SELECT sku, min(pack_price_minor / 100.0 / units_per_pack) AS usd FROM orders.offers
       WHERE valid_from <= $1 GROUP BY sku
     ), moved AS (
       SELECT greatest(occurred_on, $1::date) AS day, sum(delta * usd) AS usd
       FROM inventory.movements JOIN price USING (sku) GROUP BY 1
     ), needed AS (
       SELECT needed_on AS day, count(*) AS lines, count(*) FILTER (WHERE issued_quantity = quantity) AS filled,
              sum(quantity) AS quantity, sum(issued_quantity) AS issued
       FROM inventory.demands GROUP BY 1
     )
     SELECT to_char(day, 'YYYY-MM-DD') AS day,
            (sum(coalesce(moved.usd, 0)) OVER (ORDER BY day))::float8 AS "stockValueUsd",
            coalesce(lines, 0)::int AS lines, coalesce(filled, 0)::int AS "linesFilled",
            coalesce(quantity, 0)::float8 AS quantity, coalesce(issued, 0)::float8 AS issued
     FROM generate_series($1::date, $2::date, '1 day') AS calendar (instant)
     CROSS JOIN LATERAL (SELECT instant::date AS day) AS calendar_day
     LEFT JOIN moved USING (day) LEFT JOIN needed USING (day)
     ORDER BY day`,
    [from, to],
  );
  const counts = await client.query<{ orders: number; late: number }>(
    `SELECT (SELECT count(*) FROM orders.orders WHERE status NOT IN ('rejected', 'cancelled', 'declined'))::int AS orders,
            (SELECT count(*) FROM shipments.shipments WHERE delivered_on > promised_on)::int AS late`,
  );
  const { orders = 0, late = 0 } = counts.rows[0] ?? {};
  return { days: rows, orders, lateDeliveries: late };
}

export async function readAuditCounts(client: pg.Client): Promise<AuditCounts> {
  const { rows } = await client.query<AuditCounts['byAgent'][number]>(
    `SELECT agent, result, count(*)::int AS requests FROM audit.events GROUP BY agent, result ORDER BY agent, result`,
  );
  return { records: rows.reduce((sum, row) => sum + row.requests, 0), byAgent: rows };
}

/** Every shipment with the day on which it was first called late. */
export async function readWatched(client: pg.Client): Promise<WatchedShipment[]> {
  const day = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;
  const { rows } = await client.query<WatchedShipment>(
    `SELECT ${day('shipped_on')} AS "shippedOn", ${day('promised_on')} AS "promisedOn",
       ${day('delivered_on')} AS "deliveredOn", ${day('flagged_on')} AS "flaggedOn"
     FROM shipments.shipments LEFT JOIN (
       SELECT shipment_id AS id, min(detected_on) AS flagged_on
       FROM shipments.exceptions WHERE kind = 'late' GROUP BY shipment_id
     ) AS flagged USING (id)`,
  );
  return rows;
}

/** Exceptions that were raised, by kind. */
export async function countExceptions(client: pg.Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ kind: string; raised: number }>(
    'SELECT kind, count(*)::int AS raised FROM shipments.exceptions GROUP BY kind ORDER BY kind',
  );
  return new Map(rows.map(({ kind, raised }) => [kind, raised]));
}
