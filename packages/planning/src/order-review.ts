import { type ActionMessage, actionMessages, type OrderOnBook } from './action-messages.js';
import { at, net } from './netting.js';
import { normalQuantile } from './normal-quantile.js';
import type { PlaceFacts, Plan } from './plan.js';

/** A need within so many days after the last order is one that keeps it: what is bought is used up within a year. */
const LOOK_AHEAD_DAYS = 365;

/**
 * What should be done about the open orders of one place, beside the plan that was made of the same facts.
 *
 * The orders are held against the stock that there would be without them, less the safety stock that the plan
 * keeps, so that what the plan has ordered for safety is not called too much the day after.
 */
export function reviewOrders(facts: PlaceFacts, plan: Plan, orders: readonly OrderOnBook[]): ActionMessage[] {
  const { earliest, cover } = plan.horizon;
  const { unannounced, deviation } = plan.forecast;
  const days = orders.map(({ expectedDay }) => expectedDay);
  const last = Math.max(cover, ...days) + LOOK_AHEAD_DAYS;
  const lostBefore = Math.min(earliest, ...days);
  const { stock, stockOutDay } = net({ ...facts, receipts: [], unannounced, lostBefore, last });
  const safetyFactor = normalQuantile(facts.serviceLevel);
  for (let day = 0; day <= last; day++) {
    stock[day] = at(stock, day) - safetyFactor * deviation(Math.min(day, cover));
  }
  const withoutOrders = { stock, stockOutDay };
  return actionMessages({ plan, withoutOrders, orders, unitsPerPack: facts.unitsPerPack });
}
