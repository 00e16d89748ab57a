import { addDays, daysBetween } from '@stockade/contracts';
import type { inventory, OperationInput } from '@stockade/contracts';
import { type Forecast, forecastOf } from './forecast.js';
import { type Horizon, horizonOf } from './horizon.js';
import { normalQuantile } from './normal-quantile.js';
import type { PlaceFacts } from './place-facts.js';
import { at, type Projection, project, stillToCome } from './projection.js';

export type ReplenishmentNeed = OperationInput<typeof inventory.requestReplenishment>['body'];

/** Bound of a request that the contract sets, in base units. */
const LARGEST_QUANTITY = 1_000_000_000;

/**
 * Decides whether stock has to be bought for one place, and how much: undefined for nothing.
 *
 * It must be when, on a day that an order placed at the next review would likely miss, projected stock is
 * below the safety stock. The quantity lifts the lowest day of the whole span that the order is to cover to
 * its safety stock, in whole packs. More stock or more on order never buys more, more need never less.
 */
export function planPlace(facts: PlaceFacts, today: string): ReplenishmentNeed | undefined {
  const { sku, location } = facts.level;
  const horizon = horizonOf(facts.policy);
  const forecast = forecastOf(facts.history);
  const projection = project(facts, forecast, horizon, today);
  const safetyFactor = normalQuantile(facts.policy.serviceLevel);
  const safety = (day: number) => safetyFactor * forecast.deviation(day);

  const shortDay = firstShortDay(projection.stock, safety, horizon);
  if (shortDay === undefined) return undefined;
  const quantity = wholePacks(largestShortage(projection.stock, safety, horizon), facts.policy.unitsPerPack);
  if (quantity === 0) return undefined;
  return {
    sku,
    location,
    quantity,
    requestedOn: today,
    neededOn: addDays(today, shortDay),
    reason: reasonOf(facts, forecast, horizon, projection, safety(horizon.protection), today),
  };
}

type SafetyStock = (day: number) => number;

function firstShortDay(stock: Float64Array, safety: SafetyStock, horizon: Horizon): number | undefined {
  for (let day = horizon.earliest; day <= horizon.protection; day++) {
    if (at(stock, day) < safety(day)) return day;
  }
  return undefined;
}

function largestShortage(stock: Float64Array, safety: SafetyStock, horizon: Horizon): number {
  let largest = 0;
  for (let day = horizon.earliest; day <= horizon.cover; day++) {
    largest = Math.max(largest, safety(day) - at(stock, day));
  }
  return largest;
}

/** Rounded up to packs, except where the contract's bound forbids the last one. */
function wholePacks(units: number, unitsPerPack: number): number {
  const packs = Math.min(Math.ceil(units / unitsPerPack), Math.floor(LARGEST_QUANTITY / unitsPerPack));
  return packs * unitsPerPack;
}

function reasonOf(
  { level, demands, outstanding, policy }: PlaceFacts,
  forecast: Forecast,
  { protection }: Horizon,
  { stockOutDay }: Projection,
  safetyStock: number,
  today: string,
): ReplenishmentNeed['reason'] {
  const announcedDemand = demands
    .filter(({ neededOn }) => daysBetween(today, neededOn) <= protection)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    onHand: level.onHand,
    onOrder: outstanding.reduce((sum, request) => sum + stillToCome(request), 0),
    announcedDemand,
    forecastPerDay: forecast.perDay,
    leadTimeDays: policy.leadTimeDays,
    horizonDays: protection,
    reorderPoint: Math.ceil(announcedDemand + forecast.unannounced(protection) + safetyStock),
    stockOutOn: stockOutDay === null ? null : addDays(today, stockOutDay),
  };
}
