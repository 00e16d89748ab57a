import type { movement } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import type { z } from 'zod';
import type { Place } from '../place.js';
import type { Level } from './level.js';

type Movement = z.output<typeof movement>;

export interface Change
  extends Place,
    Pick<Movement, 'delta' | 'kind' | 'reason' | 'reference' | 'occurredOn'> {}

/**
 * The level and its movement, in one statement: neither is ever without the other. The bound is tested on
 * the row as it is under the lock, so that concurrent callers cannot take the same stock.
 */
const moveOnHand = statement(
  'move_on_hand',
  `WITH level AS (
     UPDATE inventory.levels SET on_hand = on_hand + $3, version = version + 1
     WHERE sku = $1 AND location = $2 AND available + $3 >= 0
     RETURNING sku, location, on_hand, reserved, hold, available, version
   ), movement AS (
     INSERT INTO inventory.movements (sku, location, delta, kind, reason, reference, occurred_on, agent)
     SELECT sku, location, $3, $4, $5, $6, $7, $8 FROM level
     RETURNING id
   )
   SELECT movement.id AS "movementId", sku, location, on_hand AS "onHand", reserved, hold, available, version
   FROM level, movement`,
);

/** Moves stock on hand; undefined, and nothing moved, where there is no such level or too little of it. */
export async function moveStock(
  unit: UnitOfWork,
  { sku, location, delta, kind, reason, reference, occurredOn }: Change,
): Promise<{ movementId: string; level: Level } | undefined> {
  const [row] = await unit.query<Level & { movementId: string }>(moveOnHand, [
    sku,
    location,
    delta,
    kind,
    reason,
    reference,
    occurredOn,
    unit.principal.agent,
  ]);
  if (!row) return undefined;
  const { movementId, ...level } = row;
  return { movementId, level };
}
