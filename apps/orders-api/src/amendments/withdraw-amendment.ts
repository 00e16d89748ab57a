import type { UnitOfWork } from '@stockade/database';
import { changeOrder } from '../orders/change-order.js';
import type { Order } from '../orders/order.entity.js';
import { statusAfterWithdrawal } from '../orders/order-states.js';
import { Amendment } from './amendment.entity.js';

/** A no to an order that waits for a person: to its amendment, where it has one, or else to the order. */
export const refuseOrder = (unit: UnitOfWork, locked: Order, by: string, reason: string): Promise<Order> =>
  locked.revision > 1
    ? withdrawAmendment(unit, locked, by, reason)
    : changeOrder(unit, locked, { status: 'rejected', decidedBy: by, decisionReason: reason });

/** Lets the revision before hold again; what has come since is not forgotten. */
export async function withdrawAmendment(
  unit: UnitOfWork,
  locked: Order,
  by: string,
  reason: string,
): Promise<Order> {
  const key = { orderId: locked.id, revision: locked.revision };
  const { before } = await unit.manager.findOneByOrFail(Amendment, key);
  await unit.manager.update(Amendment, key, { withdrawnBy: by, withdrawnReason: reason });
  const { lines: terms, status, ...former } = before;
  const byId = new Map(terms.map((line) => [line.id, line]));
  const lines = locked.lines.map((line) => ({ ...line, ...byId.get(line.id) }));
  return changeOrder(unit, locked, { ...former, status: statusAfterWithdrawal(status, lines), lines });
}
