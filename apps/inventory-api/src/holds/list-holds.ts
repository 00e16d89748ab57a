import { hold, id, inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { type Hold, holdColumns } from './hold.js';

type Contract = typeof inventory.listHolds;

const holds = new KeysetPages({
  name: 'list_holds',
  select: `SELECT ${holdColumns} FROM inventory.holds`,
  key: ['id'],
  filters: ['sku', 'location'],
  enums: { status: hold.shape.status.options },
  cursor: z.tuple([id]),
  keyOf: (row: Hold) => [row.id],
});

@Operation(inventory.listHolds)
export class ListHolds implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return holds.read(unit, query, { sku: query.sku, location: query.location, status: query.status });
  }
}
