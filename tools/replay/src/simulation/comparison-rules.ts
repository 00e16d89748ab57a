import { economicOrderQuantity, reorderPoint } from '@stockade/planning';
import { type Place, positionOf, type Rule } from './place.js';

const REVIEW_DAYS = 7;
const AVERAGING_DAYS = 365;
/** What an order costs to place and to receive, US dollars; holding costs 20 % of the value a year. */
const ORDERING_COST = 1000;
const HOLDING_SHARE = 0.2;

const isReviewed = (today: number): boolean => today % REVIEW_DAYS === 0;

/** Mean and deviation of a day's demand over the past year; base units. */
export function averageDemand({ needs }: Pick<Place, 'needs'>, today: number) {
  let sum = 0;
  let squares = 0;
  for (let index = needs.length - 1; index >= 0; index--) {
    const need = needs[index];
    if (need === undefined || need.neededDay <= today - AVERAGING_DAYS) break;
    sum += need.quantity;
    squares += need.quantity ** 2;
  }
  const mean = sum / AVERAGING_DAYS;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / AVERAGING_DAYS - mean ** 2)) };
}

/** What many planners use: every week order up to the lead time plus some days of the average demand of a year. */
export const orderUpTo =
  (coverDays: number): Rule =>
  (place, today) =>
    isReviewed(today)
      ? averageDemand(place, today).mean * (place.leadTimeDays + coverDays) - positionOf(place)
      : 0;

/**
 * The textbook's (s, Q): every week, where the position has fallen to the reorder point of normal demand, order
 * economic quantities until it is above.
 */
export const fixedQuantity =
  (serviceLevel: number): Rule =>
  (place, today) => {
    if (!isReviewed(today)) return 0;
    const demand = averageDemand(place, today);
    if (demand.mean === 0) return 0;
    const leadTime = { mean: place.leadTimeDays, deviation: place.leadTimeDeviationDays };
    const missing = reorderPoint(serviceLevel, demand, leadTime, REVIEW_DAYS) - positionOf(place);
    const quantity = economicOrderQuantity(demand.mean * 365, ORDERING_COST, place.price * HOLDING_SHARE);
    return missing < 0 ? 0 : (Math.floor(missing / quantity) + 1) * quantity;
  };
