import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { awaitApproval } from './await-approval.js';
import { changeOrder } from './change-order.js';
import type { Order } from './order.entity.js';
import { OrderLine } from './order-line.entity.js';
import { assertMayHappen, statusAfterAcknowledgement } from './order-states.js';
import { lockOrder, presentOrder } from './read-order.js';

type Contract = typeof orders.acknowledgeOrder;
type Accepted = Extract<OperationInput<Contract>['body'], { decision: 'accepted' }>;

@Operation(orders.acknowledgeOrder)
export class AcknowledgeOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const held = await lockOrder(unit, params);
    if (body.decision === 'declined') {
      assertMayHappen('decline', held.status);
      const declined = await changeOrder(unit, held, { status: 'declined', decisionReason: body.reason });
      return presentOrder(declined);
    }
    assertMayHappen('accept', held.status);
    return presentOrder(await this.accept(unit, held, body));
  }

  private async accept(unit: UnitOfWork, held: Order, { lines, promisedOn }: Accepted): Promise<Order> {
    const confirmed = confirmedLines(held, lines);
    for (const line of confirmed) {
      await unit.manager.update(OrderLine, { id: line.id }, { confirmedQuantity: line.confirmedQuantity });
    }
    const status = statusAfterAcknowledgement(
      confirmed.map((line) => ({ ordered: line.quantity, confirmed: line.confirmedQuantity })),
    );
    const answered = await changeOrder(unit, { ...held, lines: confirmed }, { status, promisedOn });
    if (status === 'pending_approval') await awaitApproval(unit, held.id);
    return answered;
  }
}

function confirmedLines(held: Order, answers: Accepted['lines']) {
  const byId = new Map(answers.map((answer) => [answer.lineId, answer.confirmedQuantity]));
  const complete = byId.size === answers.length && answers.length === held.lines.length;
  return held.lines.map((line) => {
    const confirmedQuantity = byId.get(line.id);
    if (!complete || confirmedQuantity === undefined) {
      throw new Problem('validation_failed', {
        detail: 'An acknowledgement answers each line of the order once.',
        errors: [
          {
            pointer: '/body/lines',
            detail: `must name exactly ${held.lines.map(({ id }) => id).join(', ')}`,
          },
        ],
      });
    }
    return { ...line, confirmedQuantity };
  });
}
