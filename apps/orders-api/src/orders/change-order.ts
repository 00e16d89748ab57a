import type { UnitOfWork } from '@stockade/database';
import { changeLines } from './change-lines.js';
import { Order } from './order.entity.js';
import { askForSending, setDeadline, tellOfOrder } from './order-jobs.js';
import { OrderLine } from './order-line.entity.js';
import { hasComeToNothing, isToBeSent } from './order-states.js';

/** Of the lines only those are written that are others than before. */
type Change = Partial<Omit<Order, 'id' | 'version'>>;

/** Writes the next version of a locked order and tells of it, in the same transaction. */
export async function changeOrder(unit: UnitOfWork, before: Order, change: Change): Promise<Order> {
  const version = before.version + 1;
  const { lines = before.lines, ...fields } = change;
  await changeLines(
    unit,
    lines.filter((line) => !before.lines.includes(line)),
  );
  await unit.manager.update(Order, { id: before.id }, { ...fields, version });
  const changed: Order = { ...before, ...change, version };
  if (hasComeToNothing(changed.status)) {
    await unit.manager.update(OrderLine, { orderId: before.id }, { holdsRequest: false });
  }
  await tellOfOrder(unit, changed);
  if (isToBeSent(before, changed)) await askForSending(unit, changed);
  // A deadline is for one version of what waits.
  if (changed.status === 'pending_approval') await setDeadline(unit, changed);
  return changed;
}
