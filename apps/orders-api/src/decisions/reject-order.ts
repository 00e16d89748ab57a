import { type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { refuseOrder } from '../amendments/withdraw-amendment.js';
import { assertMayHappen } from '../orders/order-states.js';
import { lockOrder, presentOrder } from '../orders/read-order.js';
import { assertMayDecide } from './order-approval.js';

type Contract = typeof orders.rejectOrder;

@Operation(orders.rejectOrder)
export class RejectOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    assertMayDecide(locked, unit.principal.agent);
    assertMayHappen('reject', locked.status);
    return presentOrder(await refuseOrder(unit, locked, unit.principal.agent, body.reason));
  }
}
