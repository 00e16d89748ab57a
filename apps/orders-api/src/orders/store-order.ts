import { type OperationInput, type orders, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { v7 as uuidv7 } from 'uuid';
import type { Decision } from './order-approval.js';
import type { Order } from './order.entity.js';
import { OrderLine } from './order-line.entity.js';
import type { PricedOrder } from './order-pricing.js';
import { readOrder } from './read-order.js';

/** One order for a request, whoever asks for it again: the unique key decides, not a look before. */
const insertOrder = statement(
  'insert_order',
  `INSERT INTO orders.orders (id, request_id, supplier_id, location, currency, status, total_minor, ordered_on,
     needed_on, expected_on, sourcing, created_by, decided_by, decision_reason, version)
   VALUES ($1, $2, $3, $4, 'USD', $5, $6, $7, $8, $7::date + $9::int, $10, $11, $12, $13, 1)
   ON CONFLICT (request_id) DO NOTHING
   RETURNING id`,
);

/** Stores a new order with its lines. @throws Problem `already_exists` when its request has an order. */
export async function storeOrder(
  unit: UnitOfWork,
  body: OperationInput<typeof orders.createOrder>['body'],
  { lines, totalMinor, leadTimeDays }: PricedOrder,
  { status, decidedBy, decisionReason }: Decision,
): Promise<Order> {
  const id = uuidv7();
  const inserted = await unit.query(insertOrder, [
    id,
    body.requestId,
    body.supplierId,
    body.location,
    status,
    totalMinor,
    body.orderedOn,
    body.neededOn,
    leadTimeDays,
    JSON.stringify(body.sourcing),
    unit.principal.agent,
    decidedBy,
    decisionReason,
  ]);
  if (inserted.length === 0) {
    throw new Problem('already_exists', { detail: `The request ${body.requestId} has an order already.` });
  }
  await unit.manager.insert(
    OrderLine,
    lines.map(({ minimumQuantity: _rule, ...line }) => ({
      ...line,
      id: uuidv7(),
      orderId: id,
      confirmedQuantity: null,
      receivedQuantity: 0,
    })),
  );
  return readOrder(unit, id);
}
