import { type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { assertMayDecide } from './order-approval.js';
import { assertMayHappen } from './order-states.js';
import { lockOrder, presentOrder } from './read-order.js';
import { refuseOrder } from './withdraw-amendment.js';

type Contract = typeof orders.rejectOrder;

@Operation(orders.rejectOrder)
export class RejectOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const held = await lockOrder(unit, params);
    assertMayDecide(held, unit.principal.agent);
    assertMayHappen('reject', held.status);
    return presentOrder(await refuseOrder(unit, held, unit.principal.agent, body.reason));
  }
}
