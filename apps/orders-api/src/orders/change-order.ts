import type { UnitOfWork } from '@stockade/database';
import { Order } from './order.entity.js';
import { handOn, tellOfOrder } from './order-jobs.js';
import { OrderLine } from './order-line.entity.js';
import { hasComeToNothing } from './order-states.js';

type Change = Partial<
  Pick<Order, 'status' | 'sentOn' | 'promisedOn' | 'decidedBy' | 'decisionReason' | 'approvalReasons'>
>;

/** Writes the next version of a held order and tells of it, in the same transaction. */
export async function changeOrder(unit: UnitOfWork, held: Order, change: Change): Promise<Order> {
  const version = held.version + 1;
  await unit.manager.update(Order, { id: held.id }, { ...change, version });
  const changed: Order = { ...held, ...change, version };
  if (hasComeToNothing(changed.status)) {
    await unit.manager.update(OrderLine, { orderId: held.id }, { holdsRequest: false });
  }
  await tellOfOrder(unit, changed);
  // A deadline is for one version of what waits; everything else is handed on once.
  if (changed.status !== held.status || changed.status === 'pending_approval') await handOn(unit, changed);
  return changed;
}
