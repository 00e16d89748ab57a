import { statement, type UnitOfWork } from '@stockade/database';
import type { Level } from './level.js';
import { lockPlace } from './lock-place.js';
import type { Change } from './move-stock.js';

export interface Occurred extends Change {
  readonly occurredOn: string;
}

/** A movement, and the later count that had seen what it tells of; null where it has changed the stock on hand. */
export interface MovedAsOccurred {
  readonly movementId: string;
  readonly countId: string | null;
  readonly level: Level;
}

/**
 * What a later count has seen is in the stock already: the first count after it takes it back, in a movement of the
 * count's day, so that the history is right on every day and the movements still sum up to the stock on hand.
 */
const moveAsOccurred = statement(
  'move_as_occurred',
  `WITH later AS (
     SELECT id, counted_on FROM inventory.cycle_counts WHERE sku = $1 AND location = $2 AND counted_on > $7::date
     ORDER BY counted_on, id LIMIT 1
   ), change AS (
     SELECT CASE WHEN EXISTS (SELECT FROM later) THEN 0 ELSE $3::bigint END AS on_hand
   ), level AS (
     UPDATE inventory.levels held SET on_hand = held.on_hand + change.on_hand, version = version + 1
     FROM change WHERE sku = $1 AND location = $2 AND available + change.on_hand >= 0
     RETURNING sku, location, held.on_hand, reserved, hold, available, version
   ), movement AS (
     INSERT INTO inventory.movements (sku, location, delta, kind, reason, reference, occurred_on, agent)
     SELECT sku, location, $3, $4, $5, $6, $7, $8 FROM level
     RETURNING id
   ), taken_back AS (
     INSERT INTO inventory.movements (sku, location, delta, kind, reason, reference, occurred_on, agent)
     SELECT sku, location, -$3::bigint, 'count', 'seen_by_count', later.id, later.counted_on, $8 FROM level, later
   )
   SELECT movement.id AS "movementId", (SELECT id FROM later) AS "countId",
     sku, location, on_hand AS "onHand", reserved, hold, available, version
   FROM level, movement`,
);

/**
 * Moves stock for what occurred on a day, which may be over; undefined, and nothing moved, where there is too
 * little. @throws Problem `not_found` where there is no such level
 */
export async function moveOccurred(
  unit: UnitOfWork,
  { sku, location, delta, kind, reason, reference, occurredOn }: Occurred,
): Promise<MovedAsOccurred | undefined> {
  const values = [sku, location, delta, kind, reason, reference, occurredOn, unit.principal.agent];
  // The statement sees the counts as they are once it has the place for itself.
  const [, [row]] = await Promise.all([
    lockPlace(unit, { sku, location }),
    unit.query<Level & Omit<MovedAsOccurred, 'level'>>(moveAsOccurred, values),
  ]);
  if (!row) return undefined;
  const { movementId, countId, ...level } = row;
  return { movementId, countId, level };
}
