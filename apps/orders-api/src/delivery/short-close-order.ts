import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { changeOrder } from '../orders/change-order.js';
import type { OrderLine } from '../orders/order-line.entity.js';
import { assertMayHappen, deliveryOf } from '../orders/order-states.js';
import { lockOrder, presentOrder } from '../orders/read-order.js';
import { expectedQuantity, isOver } from './line-progress.js';

type Contract = typeof orders.shortCloseOrder;

@Operation(orders.shortCloseOrder)
export class ShortCloseOrder implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    assertMayHappen('short-close', locked.status);
    const named = new Set(body.lineIds);
    assertOpen(locked.lines, body.lineIds);
    const givenUp = { shortClosedBy: unit.principal.agent, shortCloseReason: body.reason };
    const lines = locked.lines.map((line) =>
      named.has(line.id) ? { ...line, ...givenUp, shortClosedQuantity: shortClosedWith(line) } : line,
    );
    return presentOrder(await changeOrder(unit, locked, { status: deliveryOf(lines), lines }));
  }
}

/** All that is given up of the line, once what is still to come is. */
const shortClosedWith = (line: OrderLine): number =>
  line.shortClosedQuantity + expectedQuantity(line) - line.receivedQuantity;

/** @throws Problem `validation_failed` naming each line of which nothing is to come. */
function assertOpen(lines: readonly OrderLine[], ids: readonly string[]): void {
  const open = new Set(lines.flatMap((line) => (isOver(line) ? [] : [line.id])));
  const errors = ids.flatMap((id, index) =>
    open.has(id)
      ? []
      : [{ pointer: `/body/lineIds/${index}`, detail: 'is no line of which more is to come' }],
  );
  if (errors.length > 0) {
    throw new Problem('validation_failed', { detail: 'Only what is still to come can be given up.', errors });
  }
}
