import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
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
    const status = statusAfterAcknowledgement(confirmed);
    // What was decided on was another order than the one that the supplier has answered with.
    const undecided = status === 'pending_approval' && { decidedBy: null, decisionReason: null };
    return changeOrder(unit, { ...held, lines: confirmed }, { status, promisedOn, ...undecided });
  }
}

/** The order's lines with the supplier's answer to each. @throws Problem `validation_failed` */
function confirmedLines(held: Order, answers: Accepted['lines']) {
  const byId = new Map(answers.map((answer) => [answer.lineId, answer.confirmedQuantity]));
  const complete = byId.size === answers.length && answers.length === held.lines.length;
  const confirmed = held.lines.map((line) => {
    const confirmedQuantity = byId.get(line.id);
    if (!complete || confirmedQuantity === undefined) {
      throw faultyLines(`must name exactly ${held.lines.map(({ id }) => id).join(', ')}`);
    }
    return { ...line, confirmedQuantity };
  });
  if (confirmed.every((line) => line.confirmedQuantity === 0)) {
    throw faultyLines('must confirm something; who delivers nothing declines');
  }
  return confirmed;
}

const faultyLines = (detail: string) =>
  new Problem('validation_failed', {
    detail: 'An acknowledgement answers each line of the order once.',
    errors: [{ pointer: '/body/lines', detail }],
  });
