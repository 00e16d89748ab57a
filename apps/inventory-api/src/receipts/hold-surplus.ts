import { statement, type UnitOfWork } from '@stockade/database';
import type { Place } from '../place.js';

/** What a later count did not find, or was issued since, cannot be held any more. */
const placeHold = statement(
  'hold_surplus',
  `WITH level AS (
     UPDATE inventory.levels SET hold = hold + least($3, available), version = version + 1
     WHERE sku = $1 AND location = $2 AND available > 0
     RETURNING new.sku, new.location, new.hold - old.hold AS held
   )
   INSERT INTO inventory.holds (sku, location, quantity, reason, placed_by)
   SELECT sku, location, held, 'over_delivery', 'policy' FROM level`,
);

/**
 * Puts goods that came beyond the tolerance on hold. It is the policy that does so, and not the agent that received
 * them: what the policy holds, only a person releases.
 */
export async function holdSurplus(
  unit: UnitOfWork,
  { sku, location }: Place,
  surplus: number,
): Promise<void> {
  await unit.query(placeHold, [sku, location, surplus]);
}
