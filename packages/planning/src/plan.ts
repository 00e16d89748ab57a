import { type DemandForecast, type DemandHistory, forecastDemand } from './demand-forecast.js';
import { type Horizon, horizonOf, type LeadTime } from './lead-time.js';
import { at, availableToPromise, type Dated, type Netting, type NettingInput, net } from './netting.js';
import { normalQuantile } from './normal-quantile.js';
import { type Packing, roundedQuantity } from './order-quantity.js';

/** Goods that were asked for and are still to come. */
export interface OpenOrder {
  /** Base units that it will still bring. */
  readonly quantity: number;
  /** Day on which it is promised; null while no supplier has answered. */
  readonly expectedDay: number | null;
}

/** All that is known of one SKU at one place; base units, and days counted from today. */
export interface PlaceFacts extends Packing {
  readonly available: number;
  readonly needs: readonly Dated[];
  readonly orders: readonly OpenOrder[];
  readonly history: DemandHistory;
  readonly leadTime: LeadTime;
  /** Probability that the demand which nobody announces is met until the next order can come. */
  readonly serviceLevel: number;
}

/** What to order, and the figures it was decided on. */
export interface Plan {
  readonly forecast: DemandForecast;
  readonly horizon: Horizon;
  /** Whole packs, at least the minimum; 0 where nothing has to be ordered today. */
  readonly quantity: number;
  /** First day on which that quantity is missing; null where nothing is. */
  readonly neededDay: number | null;
  /** Last day on which to order for the first shortage to come; before today where it is late. */
  readonly orderByDay: number | null;
  /** First day on which not everything needed is there, by the days that are promised. */
  readonly stockOutDay: number | null;
  readonly announcedDemand: number;
  readonly unannouncedDemand: number;
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly availableToPromise: number;
}

/**
 * So many open orders may be overtaken by new ones. Where every supplier promises as late as the one before, a place
 * would else order again every day (a reorder storm).
 */
const MOST_OVERTAKEN = 5;
/** Base units are whole: less than this is the rounding of a sum, and no shortage. */
export const NEGLIGIBLE = 1e-6;

/**
 * Decides what has to be ordered for one place today.
 *
 * Something must be when, on a day that an order placed at the next review would likely miss, the stock netted
 * over time is below the safety stock of that day. The quantity lifts the lowest day that the order is to cover
 * to its safety stock. More stock or more on order never orders more; more need or a higher service level never
 * less.
 */
export function planPlace(facts: PlaceFacts): Plan {
  const { horizon, forecast, base, safety, receipts } = outlookOf(facts);
  const { earliest, protection, cover } = horizon;
  const reachable = net({ ...base, receipts: withinReach(facts.orders, horizon), lostBefore: earliest });
  const promised = net({ ...base, receipts, lostBefore: 0 });
  const shortDay = firstBelow(reachable, safety, earliest, cover);
  const due = shortDay !== null && shortDay <= protection;
  const announcedDemand = sumUntil(facts.needs, protection);
  return {
    forecast,
    horizon,
    quantity: due ? roundedQuantity(largestShortage(reachable, safety, earliest, cover), facts) : 0,
    neededDay: due ? shortDay : null,
    orderByDay: shortDay === null ? null : shortDay - protection,
    stockOutDay: promised.stockOutDay,
    announcedDemand,
    unannouncedDemand: forecast.unannounced(protection),
    safetyStock: safety(protection),
    reorderPoint: announcedDemand + forecast.unannounced(protection) + safety(protection),
    availableToPromise: availableToPromise({ ...base, receipts }),
  };
}

/** What is expected of a place, before anything is decided. */
export interface Outlook {
  readonly horizon: Horizon;
  readonly forecast: DemandForecast;
  /** What the nettings of this place have in common. */
  readonly base: Omit<NettingInput, 'receipts' | 'lostBefore'>;
  readonly safety: SafetyStock;
  /** The open orders on the days that are promised. */
  readonly receipts: readonly Dated[];
}

export function outlookOf(facts: PlaceFacts): Outlook {
  const horizon = horizonOf(facts.leadTime);
  const forecast = forecastDemand(facts.history);
  const safetyFactor = normalQuantile(facts.serviceLevel);
  return {
    horizon,
    forecast,
    base: { ...facts, unannounced: forecast.unannounced, last: horizon.cover },
    safety: (day) => safetyFactor * forecast.deviation(day),
    receipts: facts.orders.map((order) => ({ ...order, day: order.expectedDay ?? horizon.expected })),
  };
}

/**
 * An open order counts from the earliest day on which a new one could come, unless it is one of the few that are
 * promised for later than a new one is expected: no second order for what a new one would bring no sooner, and no
 * order for a far day that hides a shortage before it.
 */
function withinReach(orders: readonly OpenOrder[], { earliest, expected }: Horizon): Dated[] {
  const dated = orders.map(({ quantity, expectedDay }) => ({ quantity, day: expectedDay ?? earliest }));
  dated.sort((a, b) => b.day - a.day);
  return dated.map(({ quantity, day }, latest) => ({
    quantity,
    day: day > expected && latest < MOST_OVERTAKEN ? day : Math.min(day, earliest),
  }));
}

/** Base units that are to be there on a day, beyond what is needed. */
type SafetyStock = (day: number) => number;

export function firstBelow({ stock }: Netting, safety: SafetyStock, from: number, to: number): number | null {
  for (let day = from; day <= to; day++) if (safety(day) - at(stock, day) > NEGLIGIBLE) return day;
  return null;
}

export function largestShortage({ stock }: Netting, safety: SafetyStock, from: number, to: number): number {
  let largest = 0;
  for (let day = from; day <= to; day++) largest = Math.max(largest, safety(day) - at(stock, day));
  return largest;
}

const sumUntil = (dated: readonly Dated[], last: number): number =>
  dated.reduce((sum, { day, quantity }) => sum + (day <= last ? quantity : 0), 0);
