import { statement, type UnitOfWork } from '@stockade/database';
import type { Place } from '../place.js';

/**
 * The stock on hand without what happened later. What bears no day happened when it was recorded: later, where the
 * day was closed before. Ids are UUIDv7, so that those recorded since are a range of the index by SKU.
 */
const sumUntil = statement(
  'booked_until',
  `WITH closing AS (
     SELECT closed_at, (lpad(to_hex((extract(epoch FROM closed_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid AS since
     FROM inventory.business_days WHERE date >= $3 ORDER BY date LIMIT 1
   )
   SELECT (on_hand
     - coalesce((SELECT sum(delta) FROM inventory.movements m
         WHERE m.sku = $1 AND m.location = $2 AND m.occurred_on > $3), 0)
     - coalesce((SELECT sum(delta) FROM closing, inventory.movements m
         WHERE m.sku = $1 AND m.location = $2 AND m.occurred_on IS NULL
           AND m.id > closing.since AND m.recorded_at > closing.closed_at), 0)
   )::bigint AS booked
   FROM inventory.levels WHERE sku = $1 AND location = $2`,
);

/** Sum of the movements of a place, which has a level, up to the end of a business day. */
export async function bookedUntil(
  unit: UnitOfWork,
  { sku, location }: Place,
  businessDay: string,
): Promise<number> {
  const [row] = await unit.query<{ booked: number }>(sumUntil, [sku, location, businessDay]);
  if (!row) throw new Error(`${sku} at ${location} was locked and is gone`);
  return row.booked;
}
