import { type order, Problem } from '@stockade/contracts';
import type { z } from 'zod';

export type OrderStatus = z.output<typeof order>['status'];

/** What may be done with an order, and in which states. */
const allowedFrom = {
  approve: ['pending_approval'],
  reject: ['pending_approval'],
  cancel: ['draft', 'pending_approval', 'approved', 'sent', 'acknowledged'],
  transmit: ['approved'],
  accept: ['sent'],
  decline: ['sent'],
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

/** What counts of a line, in base units. */
interface Line {
  readonly quantity: number;
  readonly confirmedQuantity: number | null;
  readonly receivedQuantity: number;
}

/** Share of the ordered quantity by which an acknowledgement may differ without a person's word. */
const ACKNOWLEDGEMENT_TOLERANCE = 0.1;

export function statusAfterAcknowledgement(lines: readonly Line[]): OrderStatus {
  const within = lines.every(
    ({ quantity, confirmedQuantity }) =>
      Math.abs((confirmedQuantity ?? quantity) - quantity) <= quantity * ACKNOWLEDGEMENT_TOLERANCE,
  );
  return within ? 'acknowledged' : 'pending_approval';
}

/** Once the supplier has promised a day, a person approves that answer, and not a new sending. */
export const statusAfterApproval = ({
  promisedOn,
  lines,
}: {
  promisedOn: string | null;
  lines: readonly Line[];
}): OrderStatus => (promisedOn === null ? 'approved' : deliveryOf(lines));

const underDelivery: readonly OrderStatus[] = ['sent', 'acknowledged', 'partially_received', 'received'];

/** Goods that come for an order which waits for a person, or has ended, are counted and decide nothing. */
export const statusAfterReceipt = (status: OrderStatus, lines: readonly Line[]): OrderStatus =>
  underDelivery.includes(status) ? deliveryOf(lines) : status;

/** A line is complete when all that the supplier confirmed, or else all that was ordered, has come. */
function deliveryOf(lines: readonly Line[]): OrderStatus {
  if (lines.every((line) => line.receivedQuantity === 0)) return 'acknowledged';
  const complete = lines.every((line) => line.receivedQuantity >= (line.confirmedQuantity ?? line.quantity));
  return complete ? 'received' : 'partially_received';
}
