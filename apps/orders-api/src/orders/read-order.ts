import { type order, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { FindManyOptions } from 'typeorm';
import type { z } from 'zod';
import { Order } from './order.entity.js';

export function presentOrder(row: Order): z.output<typeof order> {
  const { expectedOn: _internal, lines, ...fields } = row;
  return { ...fields, lines: lines.map(({ orderId: _order, order: _parent, ...line }) => line) };
}

/** Lines are read by a query of their own: a join would lock them too, and count them as orders of a page. */
export const withLines = {
  relations: { lines: true },
  relationLoadStrategy: 'query',
} as const satisfies FindManyOptions<Order>;

const unknownOrder = (id: string) => new Problem('not_found', { detail: `There is no order ${id}.` });

/** @throws Problem `not_found` */
export async function readOrder(unit: UnitOfWork, id: string): Promise<Order> {
  const found = await unit.manager.findOne(Order, { where: { id }, ...withLines });
  if (found === null) throw unknownOrder(id);
  return found;
}

/**
 * Reads an order and holds its row until the unit of work ends, so that two decisions on it take turns.
 * @throws Problem `not_found`
 */
export async function lockOrder(
  unit: UnitOfWork,
  where: { id: string } | { requestId: string },
): Promise<Order> {
  const held = await unit.manager.findOne(Order, {
    where,
    ...withLines,
    lock: { mode: 'pessimistic_write' },
  });
  if (held === null) throw unknownOrder('id' in where ? where.id : `for the request ${where.requestId}`);
  return held;
}
