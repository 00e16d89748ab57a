import { type order, Problem } from '@stockade/contracts';
import type { z } from 'zod';
import { isOver, type LineProgress } from '../delivery/line-progress.js';

export type OrderStatus = z.output<typeof order>['status'];

/** What may be done with an order, and in which states. */
const allowedFrom = {
  approve: ['pending_approval'],
  reject: ['pending_approval'],
  cancel: ['draft', 'pending_approval', 'approved', 'sent', 'acknowledged'],
  transmit: ['approved'],
  accept: ['sent', 'partially_received'],
  decline: ['sent'],
  'decline of an amendment': ['sent', 'partially_received'],
  amendment: ['approved', 'sent', 'acknowledged', 'partially_received'],
  'short-close': ['partially_received'],
  hold: ['pending_approval', 'approved', 'sent', 'acknowledged', 'partially_received'],
} as const satisfies Record<string, readonly OrderStatus[]>;

type OrderAct = keyof typeof allowedFrom;

/** @throws Problem `conflict`, naming the state it is in and the states it would have to be in. */
export function assertMayHappen(act: OrderAct, status: OrderStatus): void {
  const from: readonly OrderStatus[] = allowedFrom[act];
  if (from.includes(status)) return;
  throw new Problem('conflict', {
    detail: `The order is ${status}; ${act} is possible only when it is ${from.join(' or ')}.`,
  });
}

const comeToNothing: readonly OrderStatus[] = ['rejected', 'declined', 'cancelled'];

/** Whether the requests of the order are free to be ordered anew. */
export const hasComeToNothing = (status: OrderStatus): boolean => comeToNothing.includes(status);

interface Agreed {
  readonly promisedOn: string | null;
  readonly lines: readonly LineProgress[];
}

/** Once the supplier has promised a day, a person approves that answer, and not a new sending. */
export const statusAfterApproval = ({ promisedOn, lines }: Agreed): OrderStatus =>
  promisedOn === null ? 'approved' : deliveryOf(lines);

const underDelivery: readonly OrderStatus[] = ['sent', 'acknowledged', 'partially_received', 'received'];

/** Goods that come for an order which waits for a person, or has ended, are counted and decide nothing. */
export const statusAfterReceipt = (status: OrderStatus, lines: readonly LineProgress[]): OrderStatus =>
  underDelivery.includes(status) ? deliveryOf(lines) : status;

/** Where an order stands again whose amendment is withdrawn; goods may have come meanwhile. */
export function statusAfterWithdrawal(before: OrderStatus, lines: readonly LineProgress[]): OrderStatus {
  const untouched = before === 'sent' && lines.every((line) => line.receivedQuantity === 0);
  return untouched ? before : statusAfterReceipt(before, lines);
}

/** Of an order that its supplier has agreed to: how much of it has come. */
export function deliveryOf(lines: readonly LineProgress[]): OrderStatus {
  if (lines.every((line) => line.receivedQuantity === 0)) return 'acknowledged';
  if (!lines.every(isOver)) return 'partially_received';
  return lines.some((line) => line.shortClosedQuantity > 0) ? 'closed' : 'received';
}

interface Sendable {
  readonly status: OrderStatus;
  readonly revision: number;
  readonly promisedOn: string | null;
  readonly heldBy: string | null;
}

/** Whether a change makes it due to send the order: never while it is held, and at once when that ends. */
export function isToBeSent(before: Sendable, { status, revision, promisedOn, heldBy }: Sendable): boolean {
  if (heldBy !== null) return false;
  const revised = revision !== before.revision;
  if (status === 'approved') return before.status !== status || revised || before.heldBy !== null;
  // An amendment was withdrawn: an answer to what holds again was refused while it stood.
  return underDelivery.includes(status) && promisedOn === null && revised;
}
