import { type order, Problem } from '@stockade/contracts';
import type { z } from 'zod';

export type OrderStatus = z.output<typeof order>['status'];

/** What may happen to an order, and in which states (domain: purchase order life cycle). */
const allowedFrom = {
  approve: ['pending_approval'],
  reject: ['pending_approval'],
  cancel: ['pending_approval', 'approved', 'sent', 'acknowledged'],
  transmit: ['approved'],
  accept: ['sent'],
  decline: ['sent'],
  receive: ['sent', 'acknowledged', 'partially_received'],
} as const satisfies Record<string, readonly OrderStatus[]>;

export type OrderAct = keyof typeof allowedFrom;

export const mayHappen = (act: OrderAct, status: OrderStatus): boolean =>
  (allowedFrom[act] as readonly OrderStatus[]).includes(status);

/** @throws Problem `conflict`, naming the state it is in and the states it would have to be in. */
export function assertMayHappen(act: OrderAct, status: OrderStatus): void {
  if (mayHappen(act, status)) return;
  throw new Problem('conflict', {
    detail: `The order is ${status}; ${act} is possible only when it is ${allowedFrom[act].join(' or ')}.`,
  });
}

/** A person who approves what the supplier has changed approves the acknowledgement, not a new sending. */
export const statusAfterApproval = (acknowledged: boolean): OrderStatus =>
  acknowledged ? 'acknowledged' : 'approved';

/** Share of the ordered quantity by which an acknowledgement may differ without a person's word. */
export const ACKNOWLEDGEMENT_TOLERANCE = 0.1;

export function statusAfterAcknowledgement(
  lines: readonly { ordered: number; confirmed: number }[],
): OrderStatus {
  const within = lines.every(
    ({ ordered, confirmed }) => Math.abs(confirmed - ordered) <= ordered * ACKNOWLEDGEMENT_TOLERANCE,
  );
  return within ? 'acknowledged' : 'pending_approval';
}

/** A line is complete when all that the supplier confirmed, or else all that was ordered, has come. */
export function statusAfterReceipt(
  lines: readonly { quantity: number; confirmed: number | null; received: number }[],
): OrderStatus {
  const complete = lines.every((line) => line.received >= (line.confirmed ?? line.quantity));
  return complete ? 'received' : 'partially_received';
}
