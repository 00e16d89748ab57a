import { jobs } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { currentBusinessDay } from '../business-days/business-day.js';
import type { ReplenishmentRequest } from './replenishment-request.entity.js';

/**
 * One request takes over from another, however often its order tells of it. Where a request for the place is open
 * already, the rest is left to planning: a place has one open request.
 */
const insertSuccessor = statement(
  'insert_successor',
  `INSERT INTO inventory.replenishment_requests (sku, location, quantity, requested_on, needed_on, reason, replaces,
     declined_by)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
   ON CONFLICT DO NOTHING
   RETURNING id AS "requestId"`,
);

/** Requests anew what a supplier would not bring, from another than those who declined before. */
export async function takeOver(
  unit: UnitOfWork,
  { id, sku, location, requestedOn: before, neededOn, reason, declinedBy: others }: ReplenishmentRequest,
  quantity: number,
  supplierId: string,
): Promise<void> {
  const today = await currentBusinessDay(unit);
  const requestedOn = today > before ? today : before;
  const declinedBy = [...others, supplierId];
  const values = [sku, location, quantity, requestedOn, neededOn, JSON.stringify(reason), id, declinedBy];
  const [successor] = await unit.query<{ requestId: string }>(insertSuccessor, values);
  if (!successor) return;
  await enqueue(unit, jobs.requestCreated, {
    ...successor,
    ...{ sku, location, quantity, requestedOn, neededOn, declinedBy },
  });
}
