import { jobs, type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { type Handler, Operation } from '@stockade/service';
import { changeOrder } from './change-order.js';
import { assertMayHappen, statusAfterApproval } from './order-states.js';
import { lockOrder, presentOrder } from './read-order.js';

type Contract = typeof orders.approveOrder;

@Operation(orders.approveOrder)
export class ApproveOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const held = await lockOrder(unit, params);
    if (held.createdBy === unit.principal.agent) throw new Problem('creator_may_not_approve');
    assertMayHappen('approve', held.status);
    const status = statusAfterApproval(held.promisedOn !== null);
    const approved = await changeOrder(unit, held, {
      status,
      decidedBy: unit.principal.agent,
      decisionReason: body.reason,
    });
    if (status === 'approved') {
      await enqueue(unit, jobs.orderApproved, { orderId: held.id, orderedOn: held.orderedOn });
    }
    return presentOrder(approved);
  }
}
