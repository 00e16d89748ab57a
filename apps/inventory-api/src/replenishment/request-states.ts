import type { JobPayload, jobs, replenishmentRequest } from '@stockade/contracts';
import type { z } from 'zod';

export type RequestStatus = z.output<typeof replenishmentRequest>['status'];
type OrderFact = JobPayload<typeof jobs.orderChanged>;

/** What of a request its order and its receipts change. */
export interface RequestProgress {
  readonly status: RequestStatus;
  readonly quantity: number;
  readonly receivedQuantity: number;
  readonly orderId: string | null;
  readonly orderVersion: number | null;
  readonly orderedQuantity: number | null;
  readonly expectedOn: string | null;
}

/** Base units that the request is to bring: what was ordered, once that is known. */
export const quantityToCome = (request: Pick<RequestProgress, 'quantity' | 'orderedQuantity'>): number =>
  request.orderedQuantity ?? request.quantity;

/** Whether goods are still to come: only then does the request count as on order. */
export const isOutstanding = (status: RequestStatus): boolean => status === 'open' || status === 'ordered';

/**
 * Most that may have been received in all, in base units. `overReceiptShare` is the role's in access.yaml,
 * a share of what was ordered; what comes beyond is held for a person.
 */
export const mostToReceive = (
  request: Pick<RequestProgress, 'quantity' | 'orderedQuantity'>,
  overReceiptShare: number | undefined,
): number =>
  // What was ordered in fewer pieces than requested may still come as first requested.
  Math.floor(Math.max(request.quantity, quantityToCome(request)) * (1 + (overReceiptShare ?? 0)));

/** open, ordered -> fulfilled once all of it is there. Goods for a cancelled request are stock all the same. */
export function afterReceipt<R extends RequestProgress>(
  request: R,
  received: number,
): Pick<R, 'receivedQuantity' | 'status'> {
  const receivedQuantity = request.receivedQuantity + received;
  const complete = isOutstanding(request.status) && receivedQuantity >= quantityToCome(request);
  return { receivedQuantity, status: complete ? 'fulfilled' : request.status };
}

/**
 * open -> ordered while its order lives; -> cancelled when the order comes to nothing, so that the need is
 * planned anew; -> fulfilled when the order is over. Facts overtake each other, and an older one than was
 * taken up before changes nothing: undefined.
 */
export function afterOrder(request: RequestProgress, fact: OrderFact): Partial<RequestProgress> | undefined {
  if (!isOutstanding(request.status)) return undefined;
  if (request.orderVersion !== null && fact.version <= request.orderVersion) return undefined;
  return {
    status: statusByOrder(request, fact),
    orderId: fact.orderId,
    orderVersion: fact.version,
    orderedQuantity: fact.quantity,
    expectedOn: fact.expectedOn,
  };
}

/**
 * Base units that another request takes over, so that another supplier brings them: what this one would not, as far
 * as it is still lacking. What a person refused or cancelled is planned anew instead.
 */
export function quantityToTakeOver(
  { quantity }: Pick<RequestProgress, 'quantity'>,
  { status, quantity: ordered, unconfirmed }: Pick<OrderFact, 'status' | 'quantity' | 'unconfirmed'>,
): number {
  if (status === 'cancelled' || status === 'rejected') return 0;
  const brought = status === 'declined' ? 0 : ordered;
  return Math.max(0, Math.min(unconfirmed, quantity - brought));
}

function statusByOrder(request: RequestProgress, { status, quantity }: OrderFact): RequestStatus {
  // An order may live on for other requests, and bring nothing for this one.
  if (quantity === 0) return 'cancelled';
  switch (status) {
    case 'cancelled':
    case 'declined':
    case 'rejected':
      return 'cancelled';
    case 'received':
    case 'closed':
      return 'fulfilled';
    default:
      return request.receivedQuantity >= quantity ? 'fulfilled' : 'ordered';
  }
}
