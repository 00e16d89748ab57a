import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue, enqueueAll } from '@stockade/queues';
import { unconfirmedQuantity } from '../delivery/acknowledgement.js';
import { expectedQuantity } from '../delivery/line-progress.js';
import type { Order } from './order.entity.js';

/** Silence is a no: an order that nobody decides on within a day of the wall clock is rejected. */
const APPROVAL_DEADLINE_SECONDS = 86_400;

/** Tells inventory of each request how its order stands, and what it brings for it. */
export async function tellOfOrder(unit: UnitOfWork, order: Order): Promise<void> {
  const facts = order.lines.map((line) => ({
    requestId: line.requestId,
    orderId: order.id,
    supplierId: order.supplierId,
    status: order.status,
    quantity: expectedQuantity(line),
    unconfirmed: unconfirmedQuantity(order, line),
    expectedOn: order.promisedOn ?? order.expectedOn,
    version: order.version,
  }));
  await enqueueAll(unit, jobs.orderChanged, facts);
}

export async function askForSending(unit: UnitOfWork, { id, orderedOn, version }: Order): Promise<void> {
  await enqueue(unit, jobs.orderApproved, { orderId: id, orderedOn, version });
}

export async function setDeadline(unit: UnitOfWork, { id, version }: Order): Promise<void> {
  const options = { delaySeconds: APPROVAL_DEADLINE_SECONDS };
  await enqueue(unit, jobs.approvalExpires, { orderId: id, version }, options);
}
