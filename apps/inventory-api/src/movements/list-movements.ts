import { id, inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { rfc3339 } from '../timestamp-column.js';

type Contract = typeof inventory.listMovements;
type Row = OperationOutput<Contract>['items'][number];

/** Ids are UUIDv7, so that their order is that of recording. */
const movements = new KeysetPages({
  name: 'list_movements',
  select: `SELECT id, sku, location, delta, kind, reason, reference, occurred_on AS "occurredOn",
     ${rfc3339('recorded_at')} AS "recordedAt", agent FROM inventory.movements`,
  key: ['id'],
  filters: ['sku', 'location'],
  cursor: z.tuple([id]),
  keyOf: (row: Row) => [row.id],
});

@Operation(inventory.listMovements)
export class ListMovements implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return movements.read(unit, query, { sku: query.sku, location: query.location });
  }
}
