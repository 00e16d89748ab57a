import type { LeadTime } from './lead-time.js';
import { normalQuantile } from './normal-quantile.js';

/** Demand of one day, base units. */
export interface DailyDemand {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Safety stock against demand and lead time that both vary, with normal demand: z sqrt(L s^2 + d^2 sL^2).
 *
 * Source: Silver, Pyke and Thomas, "Inventory and Production Management in Supply Chains", 4th edition,
 * on variability of the lead time itself; the review time is added to the lead time.
 * @param serviceLevel probability of no shortage in a replenishment cycle, between 0 and 1
 */
export function safetyStock(
  serviceLevel: number,
  demand: DailyDemand,
  leadTime: LeadTime,
  reviewDays: number,
): number {
  const variance =
    (leadTime.mean + reviewDays) * demand.deviation ** 2 + demand.mean ** 2 * leadTime.deviation ** 2;
  return normalQuantile(serviceLevel) * Math.sqrt(variance);
}

/** Expected demand of lead and review time, and the safety stock above it. */
export const reorderPoint = (
  serviceLevel: number,
  demand: DailyDemand,
  leadTime: LeadTime,
  reviewDays: number,
): number =>
  demand.mean * (leadTime.mean + reviewDays) + safetyStock(serviceLevel, demand, leadTime, reviewDays);
