import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { latestBusinessDay } from '../business-days/business-day.js';
import { readLevel } from '../levels/get-level.js';
import { moveStock } from '../levels/move-stock.js';
import { tellLevelChanged } from '../levels/tell-level-changed.js';

type Contract = typeof inventory.recordAdjustment;

@Operation(inventory.recordAdjustment)
export class RecordAdjustment implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const [moved, businessDate] = await Promise.all([
      moveStock(unit, { ...body, kind: 'adjustment', reference: null, occurredOn: null }),
      latestBusinessDay(unit),
    ]);
    if (!moved) throw await tooLittle(body, unit);
    if (businessDate !== null) await tellLevelChanged(unit, body, businessDate);
    return { id: moved.movementId, ...body, level: moved.level };
  }
}

async function tooLittle(body: OperationInput<Contract>['body'], unit: UnitOfWork): Promise<Problem> {
  const { available } = await readLevel(unit, body);
  return new Problem('insufficient_stock', {
    detail: `${available} of ${body.sku} are available at ${body.location}; ${-body.delta} cannot be taken.`,
  });
}
