import { id, type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { type FindOptionsWhere, LessThan } from 'typeorm';
import { Order } from './order.entity.js';
import { presentOrder, withLines } from './read-order.js';

type Contract = typeof orders.listOrders;

@Operation(orders.listOrders)
export class ListOrders implements Handler<Contract> {
  async handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { limit, cursor, status, requestId } = query;
    const where: FindOptionsWhere<Order> = {};
    if (cursor !== undefined) where.id = LessThan(readCursor(cursor, id));
    if (status !== undefined) where.status = status;
    if (requestId !== undefined) where.requestId = requestId;
    // Ids are UUIDv7: their order is the order of creation.
    const rows = await unit.manager.find(Order, {
      where,
      ...withLines,
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return pageOf(rows.map(presentOrder), limit, (row) => row.id);
  }
}
