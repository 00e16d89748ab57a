import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { changeOrder } from './change-order.js';
import { assertMayHappen } from './order-states.js';
import { lockOrder, presentOrder } from './read-order.js';

type Contract = typeof orders.holdOrder;

@Operation(orders.holdOrder)
export class HoldOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    assertMayHappen('hold', locked.status);
    if (locked.heldBy !== null) {
      throw new Problem('conflict', { detail: `The order is held by ${locked.heldBy} already.` });
    }
    const hold = { heldBy: unit.principal.agent, holdReason: body.reason };
    return presentOrder(await changeOrder(unit, locked, hold));
  }
}
