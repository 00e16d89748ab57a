import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { Order } from './order.entity.js';

type Change = Partial<
  Pick<Order, 'status' | 'sentOn' | 'promisedOn' | 'decidedBy' | 'decisionReason' | 'expectedOn'>
>;

/** Writes the next version of a held order and tells inventory of it, in the same transaction. */
export async function changeOrder(unit: UnitOfWork, held: Order, change: Change): Promise<Order> {
  const version = held.version + 1;
  await unit.manager.update(Order, { id: held.id }, { ...change, version });
  const changed: Order = { ...held, ...change, version };
  await tellOfOrder(unit, changed);
  return changed;
}

export async function tellOfOrder(unit: UnitOfWork, current: Order): Promise<void> {
  await enqueue(unit, jobs.orderChanged, {
    requestId: current.requestId,
    orderId: current.id,
    status: current.status,
    quantity: current.lines.reduce((sum, line) => sum + (line.confirmedQuantity ?? line.quantity), 0),
    expectedOn: current.promisedOn ?? current.expectedOn,
    version: current.version,
  });
}
