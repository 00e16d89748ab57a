import { type order, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import type { FindManyOptions } from 'typeorm';
import type { z } from 'zod';
import { Order } from './order.entity.js';
import type { OrderLine } from './order-line.entity.js';

export function presentOrder(row: Order): z.output<typeof order> {
  const { expectedOn: _expectation, createdAs: _role, lines, ...fields } = row;
  return { ...fields, lines: lines.toSorted(asCreated).map(presentLine) };
}

/** Ids are UUIDv7. */
const asCreated = (a: OrderLine, b: OrderLine) => (a.id < b.id ? -1 : 1);

const presentLine = ({ orderId: _order, order: _parent, holdsRequest: _internal, ...line }: OrderLine) =>
  line;

/** Lines are read by a query of their own: a join would lock them too, and count them as orders of a page. */
export const withLines = {
  relations: { lines: true },
  relationLoadStrategy: 'query',
} as const satisfies FindManyOptions<Order>;

export const unknownOrder = (id: string) => new Problem('not_found', { detail: `There is no order ${id}.` });

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
export async function lockOrder(unit: UnitOfWork, { id }: { id: string }): Promise<Order> {
  const locked = await unit.manager.findOne(Order, {
    where: { id },
    ...withLines,
    lock: { mode: 'pessimistic_write' },
  });
  if (locked === null) throw unknownOrder(id);
  return locked;
}

/** Most orders that a request is found in: all but one of them have come to nothing. */
const ORDERS_OF_A_REQUEST = 50;

/** SQL of the orders that a request was ever part of, the newest first; `request` is SQL too, such as a parameter. */
export const servingRequest = (request: string): string =>
  `SELECT order_id AS "orderId", holds_request AS "holdsRequest" FROM orders.order_lines WHERE request_id = ${request}
   ORDER BY order_id DESC LIMIT ${ORDERS_OF_A_REQUEST}`;

const selectOrdersOfRequest = statement('select_orders_of_request', servingRequest('$1'));

export async function ordersOfRequest(
  unit: UnitOfWork,
  requestId: string,
): Promise<{ orderId: string; holdsRequest: boolean }[]> {
  return unit.query(selectOrdersOfRequest, [requestId]);
}
