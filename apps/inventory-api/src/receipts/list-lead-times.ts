import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { placeCursor } from '../place.js';

type Contract = typeof inventory.listLeadTimes;
type LeadTimes = OperationOutput<Contract>['items'][number];

const leadTimes = new KeysetPages({
  name: 'list_lead_times',
  select: `SELECT sku, location, receipts, days, squared_days AS "squaredDays" FROM inventory.lead_times`,
  key: ['sku', 'location'],
  filters: ['sku', 'location'],
  cursor: placeCursor,
  keyOf: (row: LeadTimes) => [row.sku, row.location],
});

@Operation(inventory.listLeadTimes)
export class ListLeadTimes implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return leadTimes.read(unit, query, { sku: query.sku, location: query.location });
  }
}
