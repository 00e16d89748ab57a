import { type JobPayload, jobs } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { changeOrder } from './change-order.js';
import { OrderLine } from './order-line.entity.js';
import { assertMayHappen, statusAfterReceipt } from './order-states.js';
import { lockOrder } from './read-order.js';

/** A receipt is told at least once and counted once. */
const insertReceipt = statement(
  'insert-order-receipt',
  `INSERT INTO orders.order_receipts (receipt_id, order_id, sku, quantity, received_on)
   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (receipt_id) DO NOTHING RETURNING receipt_id`,
);

export async function takeUpReceipt(
  fact: JobPayload<typeof jobs.goodsReceived>,
  unit: UnitOfWork,
): Promise<void> {
  const held = await lockOrder(unit, { requestId: fact.requestId });
  const { receiptId, sku, quantity, receivedOn } = fact;
  const fresh = await unit.query(insertReceipt, [receiptId, held.id, sku, quantity, receivedOn]);
  if (fresh.length === 0) return;
  assertMayHappen('receive', held.status);
  const lines = held.lines.map((line) =>
    line.sku === sku ? { ...line, receivedQuantity: line.receivedQuantity + quantity } : line,
  );
  for (const line of lines.filter((candidate) => candidate.sku === sku)) {
    await unit.manager.update(OrderLine, { id: line.id }, { receivedQuantity: line.receivedQuantity });
  }
  const status = statusAfterReceipt(
    lines.map((line) => ({
      quantity: line.quantity,
      confirmed: line.confirmedQuantity,
      received: line.receivedQuantity,
    })),
  );
  await changeOrder(unit, { ...held, lines }, { status });
}
