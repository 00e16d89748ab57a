import { at, net } from './netting.js';
import { firstBelow, largestShortage, NEGLIGIBLE, outlookOf, type PlaceFacts, planPlace } from './plan.js';

/**
 * Base units that a place can give away today: what is there and free, beyond its needs, its forecast and its safety
 * stock on every day that an order placed today is to cover. Its open orders do not count: what is promised may come
 * late, and what was given is gone. So no transfer of at most this makes the place order anything, by its own plan.
 */
export function surplusOf(facts: PlaceFacts): number {
  const { horizon, base, safety } = outlookOf(facts);
  const { stock } = net({ ...base, receipts: [], lostBefore: 0 });
  let least = Number.POSITIVE_INFINITY;
  for (let day = 0; day <= horizon.cover; day++) least = Math.min(least, at(stock, day) - safety(day));
  return Math.max(0, Math.floor(least));
}

const nothing = (): number => 0;

/**
 * Base units that goods which come on a day would relieve a place of: its largest shortage from then on, with its
 * open orders on their promised days. 0 where it neither runs out before the next order could come nor has to order,
 * and where goods that come so late would spare it nothing.
 */
export function shortageFrom(facts: PlaceFacts, day: number): number {
  const { horizon, base, safety, receipts } = outlookOf(facts);
  const netting = net({ ...base, receipts, lostBefore: day });
  const runsOut = firstBelow(netting, nothing, day, horizon.protection) !== null;
  if (day > horizon.protection || !(runsOut || planPlace(facts).quantity > 0)) return 0;
  return Math.max(0, Math.ceil(largestShortage(netting, safety, day, horizon.cover) - NEGLIGIBLE));
}
