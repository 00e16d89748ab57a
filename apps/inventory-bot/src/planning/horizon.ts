import type { reorderPolicy } from '@stockade/contracts';
import type { z } from 'zod';
import { normalQuantile } from './normal-quantile.js';

/** A lead time is planned by its 80th percentile, and hoped for by its 20th. */
const LEAD_TIME_DEVIATIONS = normalQuantile(0.8);
/** Every business day ends with a sweep. */
const REVIEW_DAYS = 1;
/**
 * An order covers this many days beyond the horizon, so that orders do not come every day. Over data/ from
 * 2010 to 2014, 30 days met as much of the demand as 75, from a sixth less stock.
 */
const ORDER_CYCLE_DAYS = 30;

/** Days from today that a plan looks at. */
export interface Horizon {
  /** First day on which an order placed today may be there. */
  readonly earliest: number;
  /** Last day before which an order placed at the next review would likely not be there. */
  readonly protection: number;
  /** Last day that an order placed today is to cover. */
  readonly cover: number;
}

export function horizonOf(
  policy: Pick<z.output<typeof reorderPolicy>, 'leadTimeDays' | 'leadTimeDeviationDays'>,
): Horizon {
  const spread = LEAD_TIME_DEVIATIONS * policy.leadTimeDeviationDays;
  const protection = Math.ceil(policy.leadTimeDays + spread) + REVIEW_DAYS;
  return {
    earliest: Math.max(0, Math.floor(policy.leadTimeDays - spread)),
    protection,
    cover: protection + ORDER_CYCLE_DAYS,
  };
}
