import { id, type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { And, type FindOperator, type FindOptionsWhere, In, LessThan } from 'typeorm';
import { Order } from './order.entity.js';
import { ordersOfRequest, presentOrder, withLines } from './read-order.js';

type Contract = typeof orders.listOrders;

const orderIdOf = ({ orderId }: { orderId: string }) => orderId;

@Operation(orders.listOrders)
export class ListOrders implements Handler<Contract> {
  async handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { limit, cursor, status, requestId } = query;
    const where: FindOptionsWhere<Order> = {};
    const ids: FindOperator<string>[] = [];
    if (cursor !== undefined) ids.push(LessThan(readCursor(cursor, id)));
    if (requestId !== undefined) ids.push(In((await ordersOfRequest(unit, requestId)).map(orderIdOf)));
    if (ids.length > 0) where.id = And(...ids);
    if (status !== undefined) where.status = status;
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
