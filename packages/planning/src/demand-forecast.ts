import { type DemandProfile, profileOf } from './demand-class.js';
import { meanOf, smoothedLevel } from './exponential-smoothing.js';
import { crostonSba, teunterSyntetosBabai } from './intermittent-demand.js';
import { unannouncedDays } from './notice.js';

/** What is known of the past demand of one SKU at one place; base units. */
export interface DemandHistory {
  /** Demand of each complete month, the oldest first, from the first month that saw one. */
  readonly months: readonly number[];
  /** Length of the time in which the demands of `squaredQuantity` came. */
  readonly days: number;
  /** Sum of the squares of the demands' quantities over these days: how lumpy the demand is. */
  readonly squaredQuantity: number;
  /** Days from the announcement of a demand to its issue, a mean weighted by quantity. */
  readonly noticeDays: number;
}

/** What is expected beyond the demands announced so far. */
export interface DemandForecast {
  readonly profile: DemandProfile;
  /** Mean of all demand, base units a day. */
  readonly perDay: number;
  /** Expected demand of the next `days` days that nobody has announced yet, base units. */
  unannounced(days: number): number;
  /** Standard deviation of that demand, base units. */
  deviation(days: number): number;
}

/** Weight of the newest month. From 0.05 to 0.3 the choice made no difference that the replay could see. */
const ALPHA = 0.1;
/** A place in use for less than this is judged as if it had been: one busy month is not yet a rate. */
const SHORTEST_MONTHS = 6;
const DAYS_OF_MONTH = 365.25 / 12;
const SHORTEST_DAYS = 180;

/**
 * Forecast of the demand that is still unknown. The rate comes from the method that suits the demand's class.
 * Demands are taken as a compound Poisson stream, so that the variance of a span is its share of the sum of
 * squares, however intermittent (Axsater, "Inventory Control", on compound Poisson demand).
 */
export function forecastDemand(history: DemandHistory): DemandForecast {
  const months = atLeastMonths(history.months);
  const profile = profileOf(months);
  const perDay = ratePerMonth(months, profile) / DAYS_OF_MONTH;
  const variancePerDay = history.squaredQuantity / Math.max(history.days, SHORTEST_DAYS);
  return {
    profile,
    perDay,
    unannounced: (days) => perDay * unannouncedDays(days, history.noticeDays),
    deviation: (days) => Math.sqrt(variancePerDay * unannouncedDays(days, history.noticeDays)),
  };
}

function atLeastMonths(months: readonly number[]): readonly number[] {
  const missing = SHORTEST_MONTHS - months.length;
  return missing > 0 ? [...new Array<number>(missing).fill(0), ...months] : months;
}

/** Smoothing starts from the means of the series: its first month, with a demand by definition, would bias it. */
function ratePerMonth(months: readonly number[], { class: kind, interval }: DemandProfile): number {
  const size = meanOf(months) * interval;
  switch (kind) {
    case 'none':
      return 0;
    case 'smooth':
    case 'erratic':
      return smoothedLevel(months, ALPHA, meanOf(months));
    case 'intermittent':
      return crostonSba(months, ALPHA, { size, interval });
    case 'lumpy':
      return teunterSyntetosBabai(months, ALPHA, ALPHA, { size, interval });
  }
}
