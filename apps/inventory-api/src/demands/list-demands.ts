import { demand, inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { type Demand, demandColumns, demandCursor } from './demand.js';

type Contract = typeof inventory.listDemands;

const demands = new KeysetPages({
  name: 'list_demands',
  select: `SELECT ${demandColumns} FROM inventory.demands`,
  key: ['needed_on', 'id'],
  filters: ['sku', 'location'],
  enums: { status: demand.shape.status.options },
  cursor: demandCursor,
  keyOf: (row: Demand) => [row.neededOn, row.id],
});

@Operation(inventory.listDemands)
export class ListDemands implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return demands.read(unit, query, { sku: query.sku, location: query.location, status: query.status });
  }
}
