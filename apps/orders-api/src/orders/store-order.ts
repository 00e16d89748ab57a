import { type OperationInput, type orders, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { v7 as uuidv7 } from 'uuid';
import type { Order } from './order.entity.js';
import type { Decision } from './order-approval.js';
import type { PricedOrder } from './order-pricing.js';
import { readOrder } from './read-order.js';

const insertOrder = statement(
  'insert_order',
  `INSERT INTO orders.orders (id, supplier_id, location, currency, status, total_minor, ordered_on, needed_on,
     expected_on, created_by, decided_by, decision_reason, version)
   VALUES ($1, $2, $3, 'USD', $4, $5, $6, $7, $6::date + $8::int, $9, $10, $11, 1)`,
);

/** One order for a request, whoever asks for it again: the unique key decides, not a look before. */
const insertLines = statement(
  'insert_order_lines',
  `INSERT INTO orders.order_lines (id, order_id, request_id, offer_id, sku, quantity, packs, units_per_pack,
     pack_price_minor, needed_on, candidates)
   SELECT id, $1, "requestId", "offerId", sku, quantity, packs, "unitsPerPack", "packPriceMinor", "neededOn", candidates
   FROM jsonb_to_recordset($2) AS line (id uuid, "requestId" uuid, "offerId" uuid, sku text, quantity bigint,
     packs integer, "unitsPerPack" integer, "packPriceMinor" bigint, "neededOn" date, candidates jsonb)
   ON CONFLICT (request_id) WHERE holds_request DO NOTHING
   RETURNING request_id AS "requestId"`,
);

/** Stores a new order with its lines. @throws Problem `already_exists` when one of its requests has an order. */
export async function storeOrder(
  unit: UnitOfWork,
  body: OperationInput<typeof orders.createOrder>['body'],
  { lines, totalMinor, leadTimeDays }: PricedOrder,
  { status, decidedBy, decisionReason }: Decision,
): Promise<Order> {
  const id = uuidv7();
  const [neededOn] = lines.map((line) => line.neededOn).toSorted();
  await unit.query(insertOrder, [
    id,
    body.supplierId,
    body.location,
    status,
    totalMinor,
    body.orderedOn,
    neededOn,
    leadTimeDays,
    unit.principal.agent,
    decidedBy,
    decisionReason,
  ]);
  await storeLines(unit, id, lines);
  return readOrder(unit, id);
}

async function storeLines(unit: UnitOfWork, orderId: string, lines: PricedOrder['lines']): Promise<void> {
  // Two orders for the same requests take them in the same order, and never wait for each other.
  const rows = lines
    .map((line) => ({ ...line, id: uuidv7() }))
    .sort((a, b) => (a.requestId < b.requestId ? -1 : 1));
  const stored = await unit.query<{ requestId: string }>(insertLines, [orderId, JSON.stringify(rows)]);
  const requests = new Set(stored.map(({ requestId }) => requestId));
  const taken = rows.find(({ requestId }) => !requests.has(requestId));
  if (taken === undefined) return;
  throw new Problem('already_exists', { detail: `The request ${taken.requestId} has an order already.` });
}
