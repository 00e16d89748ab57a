import { type OperationInput, type orders, Problem } from '@stockade/contracts';
import { errorCode, statement, type UnitOfWork } from '@stockade/database';
import { v7 as uuidv7 } from 'uuid';
import type { Order } from '../orders/order.entity.js';
import { readOrder } from '../orders/read-order.js';
import type { PricedLine } from './order-pricing.js';

const openDraft = statement(
  'open_draft',
  `INSERT INTO orders.orders (id, supplier_id, location, currency, status, total_minor, ordered_on, needed_on,
     expected_on, created_by, created_as, version)
   VALUES ($1, $2, $3, 'USD', 'draft', 0, $4, $5, $4, $6, $7, 0)
   ON CONFLICT (supplier_id, location, created_by, created_as) WHERE status = 'draft' DO NOTHING
   RETURNING id`,
);

/** The trigger grow_draft counts the lines in; none is stored where the draft was closed a moment ago. */
const addLines = statement(
  'add_draft_lines',
  `INSERT INTO orders.order_lines (id, order_id, request_id, offer_id, sku, quantity, packs, units_per_pack,
     pack_price_minor, needed_on, candidates)
   SELECT line.id, draft.id, "requestId", "offerId", sku, quantity, packs, "unitsPerPack", "packPriceMinor",
     "neededOn", candidates
   FROM orders.orders AS draft, jsonb_to_recordset($5) AS line (id uuid, "requestId" uuid, "offerId" uuid, sku text,
     quantity bigint, packs integer, "unitsPerPack" integer, "packPriceMinor" bigint, "neededOn" date, candidates jsonb)
   WHERE supplier_id = $1 AND location = $2 AND created_by = $3 AND created_as = $4 AND status = 'draft'
   RETURNING order_id AS "orderId"`,
);

const UNIQUE_VIOLATION = '23505';
/** A draft is closed while its lines are being added at most so often in a row. */
const ATTEMPTS = 5;

interface Drafted {
  readonly order: Order;
  /** Whether this was its first addition. */
  readonly opened: boolean;
}

/**
 * Adds lines to the caller's open draft for a supplier and place, or opens one.
 * @throws Problem `already_exists` when one of the requests has an order; `unavailable` when every draft was closed
 * the moment it was found, or would become larger than an order may be
 */
export async function addToDraft(
  unit: UnitOfWork,
  { supplierId, location, orderedOn }: OperationInput<typeof orders.createOrder>['body'],
  lines: readonly PricedLine[],
): Promise<Drafted> {
  const { agent, role } = unit.principal;
  // Two callers who add lines for the same requests take them in the same order, and never wait for each other.
  const rows = JSON.stringify(
    lines.map((line) => ({ ...line, id: uuidv7() })).sort((a, b) => (a.requestId < b.requestId ? -1 : 1)),
  );
  const [neededOn] = lines.map((line) => line.neededOn).toSorted();
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const draft = [uuidv7(), supplierId, location, orderedOn, neededOn, agent, role];
    const opened = await unit.query<{ id: string }>(openDraft, draft);
    const added = await unit
      .query<{ orderId: string }>(addLines, [supplierId, location, agent, role, rows])
      .catch((error: unknown) => {
        throw errorCode(error) === UNIQUE_VIOLATION ? orderedAlready(error) : error;
      });
    const [line] = added;
    if (line !== undefined && added.length === lines.length) {
      return { order: await readOrder(unit, line.orderId), opened: opened.length > 0 };
    }
    if (line !== undefined) break;
  }
  throw new Problem('unavailable', {
    detail: 'The order for this supplier and place is full or just being closed; try again.',
    retryAfter: 1,
  });
}

const orderedAlready = (cause: unknown) =>
  new Problem('already_exists', { detail: 'One of the requests has an order already.', cause });
