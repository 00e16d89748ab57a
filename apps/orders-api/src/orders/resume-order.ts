import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { changeOrder } from './change-order.js';
import { lockOrder, presentOrder } from './read-order.js';

type Contract = typeof orders.resumeOrder;

@Operation(orders.resumeOrder)
export class ResumeOrder implements Handler<Contract> {
  async handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    if (locked.heldBy === null) throw new Problem('conflict', { detail: 'The order is not held.' });
    return presentOrder(await changeOrder(unit, locked, { heldBy: null, holdReason: null }));
  }
}
