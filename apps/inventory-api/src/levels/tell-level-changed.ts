import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import type { Place } from '../place.js';

/** Tells inventory_bot of a changed level, in the transaction that changes it. */
export function tellLevelChanged(
  unit: UnitOfWork,
  { sku, location }: Place,
  businessDate: string,
): Promise<void> {
  return enqueue(unit, jobs.levelChanged, { sku, location, businessDate });
}
