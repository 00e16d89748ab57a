import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue, enqueueAll } from '@stockade/queues';
import type { Order } from './order.entity.js';

/** Silence is a no: an order that nobody decides on within a day of the wall clock is rejected. */
const APPROVAL_DEADLINE_SECONDS = 86_400;

/** Tells inventory of each request how its order stands, and what it brings for it. */
export async function tellOfOrder(unit: UnitOfWork, order: Order): Promise<void> {
  const facts = order.lines.map((line) => ({
    requestId: line.requestId,
    orderId: order.id,
    status: order.status,
    quantity: line.confirmedQuantity ?? line.quantity,
    expectedOn: order.promisedOn ?? order.expectedOn,
    version: order.version,
  }));
  await enqueueAll(unit, jobs.orderChanged, facts);
}

/** Hands an order on to who acts next: an approved one to its supplier, one that waits to its deadline. */
export async function handOn(unit: UnitOfWork, { id, status, orderedOn, version }: Order): Promise<void> {
  if (status === 'approved') await enqueue(unit, jobs.orderApproved, { orderId: id, orderedOn });
  if (status === 'pending_approval') {
    const options = { delaySeconds: APPROVAL_DEADLINE_SECONDS };
    await enqueue(unit, jobs.approvalExpires, { orderId: id, version }, options);
  }
}
