import { statement, type UnitOfWork } from '@stockade/database';

/** What an identity may commit without a person's word; undefined where nothing limits it. */
export interface CommitmentLimits {
  readonly valuePerDayMinor?: number;
  readonly ordersPerHour?: number;
}

const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** Takes both limits at once, under the lock of the identity's row; no row comes back where one would be exceeded. */
const commit = statement(
  'commit_order',
  `INSERT INTO orders.commitments AS known (agent, hour, orders, day, value_minor)
   SELECT $1, date_trunc('hour', now(), 'UTC'), 1, date_trunc('day', now(), 'UTC'), $2::bigint
   WHERE $2::bigint <= $3::bigint
   ON CONFLICT (agent) DO UPDATE SET hour = excluded.hour, day = excluded.day,
     orders = CASE WHEN known.hour = excluded.hour THEN known.orders ELSE 0 END + 1,
     value_minor = CASE WHEN known.day = excluded.day THEN known.value_minor ELSE 0 END + excluded.value_minor
   WHERE CASE WHEN known.hour = excluded.hour THEN known.orders ELSE 0 END < $4::bigint
     AND CASE WHEN known.day = excluded.day THEN known.value_minor ELSE 0 END + excluded.value_minor <= $3::bigint
   RETURNING agent`,
);

/**
 * Counts an order against what its creator may commit in an hour and a day of the clock, over all processes.
 * @returns why it exceeds that, and then counts nothing; undefined when it was counted
 */
export async function commitOrder(
  unit: UnitOfWork,
  agent: string,
  totalMinor: number,
  { valuePerDayMinor = UNLIMITED, ordersPerHour = UNLIMITED }: CommitmentLimits,
): Promise<string | undefined> {
  const committed = await unit.query(commit, [agent, totalMinor, valuePerDayMinor, ordersPerHour]);
  if (committed.length > 0) return undefined;
  return `${agent} would commit more than ${valuePerDayMinor} minor units in a day or ${ordersPerHour} orders in an hour.`;
}
