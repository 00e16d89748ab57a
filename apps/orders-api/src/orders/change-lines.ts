import { statement, type UnitOfWork } from '@stockade/database';
import type { OrderLine } from './order-line.entity.js';

/** What may change of a line, in one statement for all of them; what else it is stays as it was ordered. */
const changeOrderLines = statement(
  'change_order_lines',
  `UPDATE orders.order_lines AS line SET quantity = given.quantity, packs = given.packs,
     pack_price_minor = given."packPriceMinor", needed_on = given."neededOn",
     confirmed_quantity = given."confirmedQuantity", confirmed_pack_price_minor = given."confirmedPackPriceMinor",
     received_quantity = given."receivedQuantity", short_closed_quantity = given."shortClosedQuantity",
     short_closed_by = given."shortClosedBy", short_close_reason = given."shortCloseReason"
   FROM jsonb_to_recordset($1) AS given (id uuid, quantity bigint, packs integer, "packPriceMinor" bigint,
     "neededOn" date, "confirmedQuantity" bigint, "confirmedPackPriceMinor" bigint, "receivedQuantity" bigint,
     "shortClosedQuantity" bigint, "shortClosedBy" text, "shortCloseReason" text)
   WHERE line.id = given.id`,
);

/** Writes lines of an order that is locked. */
export async function changeLines(unit: UnitOfWork, lines: readonly OrderLine[]): Promise<void> {
  if (lines.length > 0) await unit.query(changeOrderLines, [JSON.stringify(lines)]);
}
