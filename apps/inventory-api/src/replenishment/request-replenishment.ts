import { inventory, jobs, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { type Handler, Operation } from '@stockade/service';
import { currentBusinessDay } from '../business-days/business-day.js';
import { lockPlace } from '../levels/lock-place.js';
import { onOrderFor } from './on-order.js';
import { requestColumns } from './request-columns.js';

type Contract = typeof inventory.requestReplenishment;
type Request = OperationOutput<Contract>;

const insertRequest = statement(
  'insert_request',
  `INSERT INTO inventory.replenishment_requests (sku, location, quantity, requested_on, needed_on, reason)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (sku, location) WHERE status = 'open' DO NOTHING
   RETURNING ${requestColumns}`,
);

@Operation(inventory.requestReplenishment)
export class RequestReplenishment implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<Request> {
    const { sku, location, quantity, neededOn, reason } = body;
    const requestedOn = body.requestedOn ?? (await currentBusinessDay(unit));
    // One after the other, or two that saw the same need would both stand.
    await lockPlace(unit, body);
    const values = [sku, location, quantity, requestedOn, neededOn, JSON.stringify(reason)];
    const onOrder = await onOrderFor(unit, body);
    const [request] = await unit.query<Request>(insertRequest, values);
    if (!request) {
      throw new Problem('already_exists', { detail: `A request for ${sku} at ${location} is open already.` });
    }
    // Decided before another request became an order, or goods were sent: what it would buy may be on its way.
    if (onOrder > reason.onOrder) {
      throw new Problem('conflict', {
        detail: `${onOrder} are on order or in transit, not ${reason.onOrder}: read again, and decide anew.`,
      });
    }
    const fact = { requestId: request.id, sku, location, quantity, requestedOn, neededOn };
    await enqueue(unit, jobs.requestCreated, { ...fact, declinedBy: [] });
    return request;
  }
}
