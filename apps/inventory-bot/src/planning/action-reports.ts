import { addDays, daysBetween, type inventory, type OperationInput } from '@stockade/contracts';
import {
  type ActionMessage,
  type OrderOnBook,
  type Plan,
  type PlaceFacts as PlannerFacts,
  reviewOrders,
} from '@stockade/planning';
import type { Reason } from './decision-reason.js';
import type { PlaceFacts } from './place-facts.js';
import { stillToCome } from './planner-facts.js';

export type ActionReport = OperationInput<typeof inventory.reportActionMessages>['body']['messages'][number];
type Request = PlaceFacts['outstanding'][number];

/** What a planner should do about the supply of one place as of a business day. */
export function actionReports(
  { outstanding, inTransit }: PlaceFacts,
  known: PlannerFacts,
  plan: Plan,
  today: string,
  reason: Reason,
): ActionReport[] {
  if (plan.quantity === 0 && outstanding.length === 0) return [];
  const requests = new Map(outstanding.map((request) => [request.id, request]));
  const messages = reviewOrders(known, plan, [
    ...orderBook(outstanding, plan, today),
    ...transfersOnBook(inTransit, today),
  ]);
  return messages.flatMap((message) => {
    const { kind, orderId, day, quantity } = message;
    const request = orderId === null ? undefined : requests.get(orderId);
    const promise = request ? promiseOf(request) : nothingPromised;
    // What nobody has promised yet, and what is on its way from another location, nobody can change.
    if (orderId !== null && promise.promisedOn === null) return [];
    const neededOn = day === null ? null : addDays(today, day);
    return { ...promise, kind, fact: factOf(message, promise, neededOn), quantity, neededOn, reason };
  });
}

function orderBook(outstanding: readonly Request[], plan: Plan, today: string): OrderOnBook[] {
  return outstanding
    .filter((request) => request.requestedOn <= today && stillToCome(request) > 0)
    .map((request) => ({
      id: request.id,
      quantity: stillToCome(request),
      expectedDay:
        request.expectedOn === null ? plan.horizon.expected : daysBetween(today, request.expectedOn),
    }));
}

const transfersOnBook = (inTransit: PlaceFacts['inTransit'], today: string): OrderOnBook[] =>
  inTransit
    .filter(({ dispatchedOn }) => dispatchedOn <= today)
    .map(({ id, quantity, expectedOn }) => ({ id, quantity, expectedDay: daysBetween(today, expectedOn) }));

type OrderPromise = Pick<ActionReport, 'requestId' | 'promisedQuantity' | 'promisedOn'>;

const nothingPromised: OrderPromise = { requestId: null, promisedQuantity: null, promisedOn: null };

const promiseOf = ({ id, quantity, orderedQuantity, expectedOn }: Request): OrderPromise => ({
  requestId: id,
  promisedQuantity: orderedQuantity ?? quantity,
  promisedOn: expectedOn,
});

/**
 * Names what a message is about: the same for as long as the order promises the same, so that nobody is told twice,
 * and another once it is promised otherwise. Of an order that is missing, the day on which it is.
 */
const factOf = ({ kind }: ActionMessage, promise: OrderPromise, neededOn: string | null): string =>
  promise.requestId === null
    ? `${kind} ${neededOn}`
    : `${kind} ${promise.requestId} ${promise.promisedOn} ${promise.promisedQuantity}`;
