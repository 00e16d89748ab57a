import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { dayReached } from '../business-days/business-day.js';
import { insufficientStock } from '../levels/insufficient-stock.js';
import { moveOccurred } from '../levels/move-occurred.js';
import { tellAvailabilityChanged } from '../levels/tell-level-changed.js';
import type { Place } from '../place.js';

type Contract = typeof inventory.recordCorrection;

const selectMovement = statement(
  'select_movement',
  'SELECT FROM inventory.movements WHERE id = $1 AND sku = $2 AND location = $3',
);

@Operation(inventory.recordCorrection)
export class RecordCorrection implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { movementId: reference, ...correction } = body;
    await dayReached(unit, body.occurredOn);
    if (reference !== null) await requireMovement(unit, reference, body);
    const moved = await moveOccurred(unit, { ...correction, kind: 'correction', reference });
    if (!moved) throw await insufficientStock(unit, body, -body.delta);
    const { movementId: id, countId, level } = moved;
    if (countId === null) await tellAvailabilityChanged(unit, body);
    return { id, ...body, countId, level };
  }
}

async function requireMovement(unit: UnitOfWork, id: string, { sku, location }: Place): Promise<void> {
  const held = await unit.query(selectMovement, [id, sku, location]);
  if (held.length > 0) return;
  throw new Problem('not_found', { detail: `There is no movement ${id} of ${sku} at ${location}.` });
}
