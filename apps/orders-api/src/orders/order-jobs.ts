import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import type { Order } from './order.entity.js';

/** Silence is a no: an order that nobody decides on within a day of the wall clock is rejected. */
const APPROVAL_DEADLINE_SECONDS = 86_400;

/** Tells inventory how an order stands. */
export async function tellOfOrder(unit: UnitOfWork, order: Order): Promise<void> {
  await enqueue(unit, jobs.orderChanged, {
    requestId: order.requestId,
    orderId: order.id,
    status: order.status,
    quantity: order.lines.reduce((sum, line) => sum + (line.confirmedQuantity ?? line.quantity), 0),
    expectedOn: order.promisedOn ?? order.expectedOn,
    version: order.version,
  });
}

/** Hands an order on to who acts next: an approved one to its supplier, one that waits to its deadline. */
export async function handOn(unit: UnitOfWork, { id, status, orderedOn, version }: Order): Promise<void> {
  if (status === 'approved') await enqueue(unit, jobs.orderApproved, { orderId: id, orderedOn });
  if (status === 'pending_approval') {
    const options = { delaySeconds: APPROVAL_DEADLINE_SECONDS };
    await enqueue(unit, jobs.approvalExpires, { orderId: id, version }, options);
  }
}
