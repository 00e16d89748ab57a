import {
  id,
  inventory,
  type OperationInput,
  type OperationOutput,
  replenishmentRequest,
} from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { requestColumns } from './request-columns.js';

type Contract = typeof inventory.listReplenishmentRequests;

const requests = new KeysetPages({
  name: 'list_requests',
  select: `SELECT ${requestColumns} FROM inventory.replenishment_requests`,
  key: ['id'],
  filters: ['sku', 'location'],
  enums: { status: replenishmentRequest.shape.status.options },
  cursor: z.tuple([id]),
  keyOf: (row: OperationOutput<Contract>['items'][number]) => [row.id],
});

@Operation(inventory.listReplenishmentRequests)
export class ListReplenishmentRequests implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return requests.read(unit, query, { sku: query.sku, location: query.location, status: query.status });
  }
}
