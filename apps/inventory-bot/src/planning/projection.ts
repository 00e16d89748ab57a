import { daysBetween } from '@stockade/contracts';
import type { Forecast } from './forecast.js';
import type { Horizon } from './horizon.js';
import type { PlaceFacts } from './place-facts.js';

/** The stock that would be there on each day if nothing more were ordered. */
export interface Projection {
  /** By day from today; negative where needs go unmet that an order placed today could still meet. */
  readonly stock: Float64Array;
  /** First day on which not everything needed is there; null if there is none. */
  readonly stockOutDay: number | null;
}

/** Base units that an outstanding request will still bring. */
export const stillToCome = (request: PlaceFacts['outstanding'][number]): number =>
  Math.max(0, (request.orderedQuantity ?? request.quantity) - request.receivedQuantity);

/**
 * Nets stock and expected receipts against announced and forecast demand, day by day.
 *
 * Before the earliest day on which a new order could arrive, a need that finds no stock is lost, as it is in
 * life, and is not bought for. From that day on shortage accumulates.
 */
export function project(facts: PlaceFacts, forecast: Forecast, horizon: Horizon, today: string): Projection {
  const receipts = receiptsByDay(facts, horizon, today);
  const needs = needsByDay(facts, horizon, today);
  const stock = new Float64Array(horizon.cover + 1);
  let held = facts.level.available;
  let unannounced = 0;
  let stockOutDay: number | null = null;
  for (let day = 0; day <= horizon.cover; day++) {
    const known = forecast.unannounced(day);
    held += at(receipts, day) - at(needs, day) - (known - unannounced);
    unannounced = known;
    if (held < 0 && stockOutDay === null) stockOutDay = day;
    if (held < 0 && day < horizon.earliest) held = 0;
    stock[day] = held;
  }
  return { stock, stockOutDay };
}

function needsByDay({ demands }: PlaceFacts, { cover }: Horizon, today: string): Float64Array {
  const needs = new Float64Array(cover + 1);
  for (const { neededOn, quantity } of demands) {
    // What is overdue is needed at once.
    const day = Math.max(0, daysBetween(today, neededOn));
    if (day <= cover) needs[day] = at(needs, day) + quantity;
  }
  return needs;
}

/**
 * A request for a need within the protection time counts from the earliest day on, however late its order
 * is: a new one would come no sooner, so that a postponed receipt causes no second order. One for a later
 * need counts on the day it is expected, and hides no shortage before.
 */
function receiptsByDay({ outstanding }: PlaceFacts, horizon: Horizon, today: string): Float64Array {
  const receipts = new Float64Array(horizon.cover + 1);
  for (const request of outstanding) {
    const neededIn = daysBetween(today, request.neededOn);
    const due =
      request.expectedOn === null
        ? Math.max(neededIn, horizon.earliest)
        : Math.max(daysBetween(today, request.expectedOn), 0);
    const day = neededIn <= horizon.protection ? Math.min(due, horizon.earliest) : due;
    if (day <= horizon.cover) receipts[day] = at(receipts, day) + stillToCome(request);
  }
  return receipts;
}

/** The value of a day within the projection's own bounds. */
export const at = (days: Float64Array, day: number): number => days[day] ?? 0;
