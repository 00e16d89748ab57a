import { id, type OperationInput, type OperationOutput, orderStatus, orders } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { orderColumns } from './order-columns.js';
import { servingRequest } from './read-order.js';

type Contract = typeof orders.listOrders;

/** Ids are UUIDv7: the newest comes first. */
const pages = new KeysetPages({
  name: 'list_orders',
  select: `SELECT ${orderColumns} FROM orders.orders`,
  key: ['id'],
  order: 'DESC',
  filters: [],
  conditions: { request: (id) => `id IN (SELECT "orderId" FROM (${servingRequest(id)}) AS serving)` },
  enums: { status: orderStatus.options },
  cursor: z.tuple([id]),
  keyOf: (row: OperationOutput<Contract>['items'][number]) => [row.id],
});

@Operation(orders.listOrders)
export class ListOrders implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return pages.read(unit, query, { request: query.requestId, status: query.status });
  }
}
