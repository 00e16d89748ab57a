import { normalQuantile } from './normal-quantile.js';

/** Days from an order to its receipt. */
export interface LeadTime {
  readonly mean: number;
  readonly deviation: number;
}

/** Sums over the receipts seen so far. */
export interface ObservedLeadTimes {
  readonly receipts: number;
  readonly days: number;
  readonly squaredDays: number;
}

/** The lead time that was agreed counts as much as this many receipts. */
const PRIOR_RECEIPTS = 5;

/**
 * Lead time as really observed, from the agreed one: each of its moments is the mean of the agreed value, with
 * the weight of some receipts, and of what was seen (a credibility estimate: Buhlmann, "Experience rating and
 * credibility", ASTIN Bulletin 4 (1967) 199-207).
 */
export function observedLeadTime(
  agreed: LeadTime,
  { receipts, days, squaredDays }: ObservedLeadTimes,
): LeadTime {
  const weight = PRIOR_RECEIPTS + receipts;
  const mean = (PRIOR_RECEIPTS * agreed.mean + days) / weight;
  const square = (PRIOR_RECEIPTS * (agreed.mean ** 2 + agreed.deviation ** 2) + squaredDays) / weight;
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean ** 2)) };
}

/** Orders are placed for this share of lead times to be met, and hoped for down to the other. */
const LATE = normalQuantile(0.8);
const EARLY = normalQuantile(0.025);
/** Every business day ends with a review. */
const REVIEW_DAYS = 1;
/** An order covers this many days beyond the horizon, so that orders do not come every day. */
const ORDER_CYCLE_DAYS = 30;

/** Days from today that a plan looks at. */
export interface Horizon {
  /** First day on which an order placed today may be there: what is needed before is out of its reach. */
  readonly earliest: number;
  /** Day on which an order placed today is expected. */
  readonly expected: number;
  /** Last day before which an order placed at the next review would likely not be there. */
  readonly protection: number;
  /** Last day that an order placed today is to cover. */
  readonly cover: number;
}

export function horizonOf({ mean, deviation }: LeadTime): Horizon {
  const protection = Math.ceil(mean + LATE * deviation) + REVIEW_DAYS;
  return {
    earliest: Math.max(0, Math.floor(mean + EARLY * deviation)),
    expected: Math.round(mean),
    protection,
    cover: protection + ORDER_CYCLE_DAYS,
  };
}
