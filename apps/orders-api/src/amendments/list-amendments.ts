import { type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { type FindOptionsWhere, LessThan } from 'typeorm';
import { z } from 'zod';
import { readOrder } from '../orders/read-order.js';
import { Amendment } from './amendment.entity.js';

type Contract = typeof orders.listAmendments;

@Operation(orders.listAmendments)
export class ListAmendments implements Handler<Contract> {
  async handle(
    { params, query }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const { limit, cursor } = query;
    const { id: orderId } = await readOrder(unit, params.id);
    const where: FindOptionsWhere<Amendment> = { orderId };
    if (cursor !== undefined) where.revision = LessThan(readCursor(cursor, z.int()));
    const rows = await unit.manager.find(Amendment, { where, order: { revision: 'DESC' }, take: limit + 1 });
    return pageOf(rows.map(presentAmendment), limit, ({ revision }) => revision);
  }
}

const presentAmendment = ({ orderId: _order, amendedAt, ...fields }: Amendment) => ({
  ...fields,
  amendedAt: amendedAt.toISOString(),
});
