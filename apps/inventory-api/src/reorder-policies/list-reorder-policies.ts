import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { placeCursor } from '../place.js';
import { policyColumns } from './policy-columns.js';
import type { ReorderPolicy } from './reorder-policy.entity.js';

type Contract = typeof inventory.listReorderPolicies;

const policies = new KeysetPages({
  name: 'list_policies',
  select: `SELECT ${policyColumns} FROM inventory.reorder_policies`,
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
