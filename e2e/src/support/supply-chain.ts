import { asAdmin } from './admin-database.js';

/** An order that went the whole way, with everything that belongs to it. */
export interface Journey {
  readonly requestId: string;
  readonly orderId: string;
  readonly decidedBy: string;
  readonly shipmentId: string;
  readonly receiptId: string;
  readonly sku: string;
  readonly location: string;
  readonly receivedQuantity: number;
}

const journeys = `
  SELECT q.id AS "requestId", o.id AS "orderId", o.decided_by AS "decidedBy", s.id AS "shipmentId",
    r.id AS "receiptId", r.sku, r.location, r.quantity::int AS "receivedQuantity"
  FROM orders.orders o
    JOIN shipments.shipments s ON s.order_id = o.id AND s.status = 'delivered'
    JOIN orders.order_lines l ON l.order_id = o.id
    JOIN inventory.replenishment_requests q ON q.id = l.request_id AND q.status = 'fulfilled'
    JOIN inventory.receipts r ON r.request_id = q.id
  WHERE o.status = 'received' AND o.decided_by = 'policy' AND uuid_extract_timestamp(q.id) > $1
  ORDER BY r.id LIMIT 1`;

/** The first order that was requested after an instant, approved by policy, and has been received. */
export async function firstJourney(since: Date): Promise<Journey | undefined> {
  const [journey] = await asAdmin<Journey>(journeys, [since]);
  return journey;
}

/** Each must find nothing, whatever was killed: a sentence that would be false, and the rows that would make it so. */
const falsehoods: Readonly<Record<string, string>> = {
  'a level differs from the sum of its movements': `
    SELECT l.sku, l.location FROM inventory.levels l LEFT JOIN inventory.movements m USING (sku, location)
    GROUP BY l.sku, l.location, l.on_hand HAVING l.on_hand <> coalesce(sum(m.delta), 0)`,
  'stock is negative': 'SELECT sku, location FROM inventory.levels WHERE on_hand < 0 OR available < 0',
  'a request has two orders':
    'SELECT request_id FROM orders.order_lines WHERE holds_request GROUP BY 1 HAVING count(*) > 1',
  'a ship notice line was received twice':
    'SELECT asn_line_id FROM inventory.receipts GROUP BY 1 HAVING count(*) > 1',
  'a receipt is no movement, or two': `
    SELECT r.id FROM inventory.receipts r LEFT JOIN inventory.movements m
      ON m.kind = 'receipt' AND m.reference IN (r.id::text, r.asn_line_id::text) AND m.delta = r.quantity
    GROUP BY r.id HAVING count(m.id) <> 1`,
  'a request counts other receipts than there are': `
    SELECT q.id FROM inventory.replenishment_requests q LEFT JOIN inventory.receipts r ON r.request_id = q.id
    GROUP BY q.id HAVING q.received_quantity <> coalesce(sum(r.quantity), 0)`,
  'an order was shipped twice': 'SELECT order_id FROM shipments.shipments GROUP BY 1 HAVING count(*) > 1',
};

/** The sentences that are true of the data and must not be. */
export async function brokenInvariants(): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(falsehoods).map(async ([sentence, sql]) =>
      (await asAdmin(sql)).length > 0 ? [sentence] : [],
    ),
  );
  return found.flat();
}

const unfinished = `
  SELECT 'request ' || q.id AS work FROM inventory.replenishment_requests q
    JOIN orders.offers f ON f.sku = q.sku
    WHERE q.status = 'open' AND uuid_extract_timestamp(q.id) > $1
  UNION ALL SELECT 'order ' || o.id FROM orders.orders o JOIN orders.order_lines l ON l.order_id = o.id
    JOIN inventory.replenishment_requests q ON q.id = l.request_id
    WHERE o.status IN ('approved', 'sent') AND uuid_extract_timestamp(q.id) > $1
  UNION ALL SELECT 'delivery ' || s.id FROM shipments.shipments s JOIN shipments.asn_lines a ON a.shipment_id = s.id
    WHERE s.status = 'delivered' AND NOT EXISTS
      (SELECT FROM inventory.receipts r WHERE r.asn_line_id = a.asn_line_id)
    AND a.request_id IN (SELECT id FROM inventory.replenishment_requests)`;

/** What still waits for an agent, of what began after an instant; none of it when no job was lost. */
export async function unfinishedWork(since: Date): Promise<string[]> {
  return (await asAdmin<{ work: string }>(unfinished, [since])).map(({ work }) => work);
}
