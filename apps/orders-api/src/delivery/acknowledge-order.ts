import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { withdrawAmendment } from '../amendments/withdraw-amendment.js';
import { changeOrder } from '../orders/change-order.js';
import type { Order } from '../orders/order.entity.js';
import type { OrderLine } from '../orders/order-line.entity.js';
import { assertMayHappen, deliveryOf } from '../orders/order-states.js';
import { lockOrder, presentOrder } from '../orders/read-order.js';
import { exceedsTolerance } from './acknowledgement.js';

type Contract = typeof orders.acknowledgeOrder;
type Accepted = Extract<OperationInput<Contract>['body'], { decision: 'accepted' }>;

@Operation(orders.acknowledgeOrder)
export class AcknowledgeOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    assertUnanswered(locked, body.revision);
    if (body.decision === 'accepted') {
      assertMayHappen('accept', locked.status);
      return presentOrder(await this.accept(unit, locked, body));
    }
    return presentOrder(await this.decline(unit, locked, body.reason));
  }

  private async accept(unit: UnitOfWork, locked: Order, { lines, promisedOn }: Accepted): Promise<Order> {
    const confirmed = confirmedLines(locked, lines);
    // What was decided on was another order than the one that the supplier has answered with.
    const outcome = exceedsTolerance(locked, { promisedOn, lines: confirmed })
      ? {
          status: 'pending_approval' as const,
          decidedBy: null,
          decisionReason: null,
          approvalReasons: [beyondTolerance],
        }
      : { status: deliveryOf(confirmed) };
    return changeOrder(unit, locked, { promisedOn, ...outcome, lines: confirmed });
  }

  /** Who declines an amendment keeps to what was agreed before. */
  private async decline(unit: UnitOfWork, locked: Order, reason: string): Promise<Order> {
    if (locked.revision > 1) {
      assertMayHappen('decline of an amendment', locked.status);
      return withdrawAmendment(unit, locked, unit.principal.agent, reason);
    }
    assertMayHappen('decline', locked.status);
    return changeOrder(unit, locked, { status: 'declined', decisionReason: reason });
  }
}

const beyondTolerance =
  'The answer of the supplier exceeds what was ordered: in quantity, in price, or by its day.';

/** @throws Problem `conflict`: a revision is answered once, and only as long as it holds. */
function assertUnanswered({ revision, promisedOn }: Order, answered: number): void {
  if (answered !== revision) {
    throw new Problem('conflict', {
      detail: `The answer is to revision ${answered}; what holds is revision ${revision}.`,
    });
  }
  if (promisedOn !== null) {
    throw new Problem('conflict', { detail: `Revision ${revision} was answered already.` });
  }
}

/** The order's lines with the supplier's answer to each. @throws Problem `validation_failed` */
function confirmedLines(locked: Order, answers: Accepted['lines']): OrderLine[] {
  const byId = new Map(answers.map((answer) => [answer.lineId, answer]));
  const complete = byId.size === answers.length && answers.length === locked.lines.length;
  const confirmed = locked.lines.map((line) => {
    const answer = byId.get(line.id);
    if (!complete || answer === undefined) {
      throw faultyLines(`must name exactly ${locked.lines.map(({ id }) => id).join(', ')}`);
    }
    const { confirmedQuantity, packPriceMinor } = answer;
    return { ...line, confirmedQuantity, confirmedPackPriceMinor: packPriceMinor ?? null };
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
