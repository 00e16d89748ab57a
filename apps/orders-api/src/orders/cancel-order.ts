import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { changeOrder } from './change-order.js';
import { assertMayHappen } from './order-states.js';
import { lockOrder, presentOrder } from './read-order.js';

type Contract = typeof orders.cancelOrder;

@Operation(orders.cancelOrder)
export class CancelOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    assertMayHappen('cancel', locked.status);
    if (locked.lines.some((line) => line.receivedQuantity > 0)) {
      throw new Problem('conflict', {
        detail: 'Goods have come for the order: it can no longer be cancelled.',
      });
    }
    const decided = { decidedBy: unit.principal.agent, decisionReason: body.reason };
    return presentOrder(await changeOrder(unit, locked, { status: 'cancelled', ...decided }));
  }
}
