import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { latestBusinessDay } from '../business-days/business-day.js';
import type { Place } from '../place.js';

/** Tells inventory_bot of a changed level, in the transaction that changes it. */
export function tellLevelChanged(
  unit: UnitOfWork,
  { sku, location }: Place,
  businessDate: string,
): Promise<void> {
  return enqueue(unit, jobs.levelChanged, { sku, location, businessDate });
}

/** Tells of it as of the business day that was closed last; before the first there is nothing to plan by. */
export async function tellAvailabilityChanged(unit: UnitOfWork, place: Place): Promise<void> {
  const businessDate = await latestBusinessDay(unit);
  if (businessDate !== null) await tellLevelChanged(unit, place, businessDate);
}
