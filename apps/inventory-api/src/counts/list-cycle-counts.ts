import { id, inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { type CycleCount, cycleCountColumns } from './cycle-count.js';

type Contract = typeof inventory.listCycleCounts;

const counts = new KeysetPages({
  name: 'list_cycle_counts',
  select: `SELECT ${cycleCountColumns} FROM inventory.cycle_counts`,
  key: ['id'],
  filters: ['sku', 'location'],
  cursor: z.tuple([id]),
  keyOf: (row: CycleCount) => [row.id],
});

@Operation(inventory.listCycleCounts)
export class ListCycleCounts implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return counts.read(unit, query, { sku: query.sku, location: query.location });
  }
}
