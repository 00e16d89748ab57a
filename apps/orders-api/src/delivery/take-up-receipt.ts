import { type JobPayload, type jobs, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { changeOrder } from '../orders/change-order.js';
import { statusAfterReceipt } from '../orders/order-states.js';
import { lockOrder, ordersOfRequest } from '../orders/read-order.js';

/** A receipt is told at least once and counted once. */
const insertReceipt = statement(
  'insert_order_receipt',
  `INSERT INTO orders.order_receipts (receipt_id, order_id, sku, quantity, received_on)
   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (receipt_id) DO NOTHING RETURNING receipt_id`,
);

/** Counts goods that were received for a request on the line that it holds, or locked last: the order may have ended. */
export async function takeUpReceipt(
  { receiptId, requestId, sku, quantity, receivedOn }: JobPayload<typeof jobs.goodsReceived>,
  unit: UnitOfWork,
): Promise<void> {
  const served = await ordersOfRequest(unit, requestId);
  const [latest] = served;
  const orderId = (served.find(({ holdsRequest }) => holdsRequest) ?? latest)?.orderId;
  if (orderId === undefined) {
    throw new Problem('not_found', { detail: `There is no order for the request ${requestId}.` });
  }
  const locked = await lockOrder(unit, { id: orderId });
  const fresh = await unit.query(insertReceipt, [receiptId, locked.id, sku, quantity, receivedOn]);
  if (fresh.length === 0) return;
  const lines = locked.lines.map((line) =>
    line.requestId === requestId ? { ...line, receivedQuantity: line.receivedQuantity + quantity } : line,
  );
  await changeOrder(unit, locked, { status: statusAfterReceipt(locked.status, lines), lines });
}
