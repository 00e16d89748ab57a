import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { KeysetPages } from '../keyset-page.js';
import { placeCursor } from '../place.js';
import type { ReorderPolicy } from './reorder-policy.entity.js';

type Contract = typeof inventory.listReorderPolicies;

const policies = new KeysetPages({
  name: 'list_policies',
  select: `SELECT sku, location, service_level AS "serviceLevel", lead_time_days AS "leadTimeDays",
     lead_time_deviation_days AS "leadTimeDeviationDays", units_per_pack AS "unitsPerPack", version
   FROM inventory.reorder_policies`,
  key: ['sku', 'location'],
  filters: ['sku', 'location'],
  cursor: placeCursor,
  keyOf: (row: ReorderPolicy) => [row.sku, row.location],
});

@Operation(inventory.listReorderPolicies)
export class ListReorderPolicies implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return policies.read(unit, query, { sku: query.sku, location: query.location });
  }
}
