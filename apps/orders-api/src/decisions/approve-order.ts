import { type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { changeOrder } from '../orders/change-order.js';
import { assertMayHappen, statusAfterApproval } from '../orders/order-states.js';
import { lockOrder, presentOrder } from '../orders/read-order.js';
import { assertMayDecide } from './order-approval.js';

type Contract = typeof orders.approveOrder;

@Operation(orders.approveOrder)
export class ApproveOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    assertMayDecide(locked, unit.principal.agent);
    assertMayHappen('approve', locked.status);
    const decided = { decidedBy: unit.principal.agent, decisionReason: body.reason };
    return presentOrder(await changeOrder(unit, locked, { status: statusAfterApproval(locked), ...decided }));
  }
}
