import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { currentBusinessDay } from '../business-days/business-day.js';
import { lockPlace } from '../levels/lock-place.js';

type Contract = typeof inventory.reportActionMessages;
type Messages = OperationInput<Contract>['body']['messages'];

/** A fact that is known keeps its message: one that was resolved is open again, one that was dismissed stays so. */
const raise = statement(
  'raise_action_messages',
  `INSERT INTO inventory.action_messages AS known (sku, location, kind, fact, request_id, order_id, promised_quantity,
     promised_on, quantity, needed_on, raised_on, reason)
   SELECT $1, $2, told.kind, told.fact, told."requestId", request.order_id, told."promisedQuantity",
     told."promisedOn", told.quantity, told."neededOn", $3, told.reason
   FROM jsonb_to_recordset($4::jsonb) AS told (kind text, fact text, "requestId" uuid, "promisedQuantity" bigint,
     "promisedOn" date, quantity bigint, "neededOn" date, reason jsonb)
   LEFT JOIN inventory.replenishment_requests request ON request.id = told."requestId"
   ON CONFLICT (sku, location, fact) DO UPDATE SET
     status = 'open', resolved_on = NULL, raised_on = excluded.raised_on,
     quantity = excluded.quantity, needed_on = excluded.needed_on, reason = excluded.reason
   WHERE known.status = 'resolved'
   RETURNING id`,
);

const resolve = statement(
  'resolve_action_messages',
  `UPDATE inventory.action_messages SET status = 'resolved', resolved_on = $3
   WHERE sku = $1 AND location = $2 AND status = 'open' AND fact <> ALL ($4::text[])
   RETURNING id`,
);

const selectForeign = statement(
  'select_foreign_requests',
  `SELECT told.id FROM unnest($3::uuid[]) AS told (id) WHERE NOT EXISTS (
     SELECT FROM inventory.replenishment_requests request
     WHERE request.id = told.id AND request.sku = $1 AND request.location = $2)`,
);

@Operation(inventory.reportActionMessages)
export class ReportActionMessages implements Handler<Contract> {
  async handle(
    { params: { sku, location }, body: { messages, reportedOn } }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    // One report after the other, or an older one could resolve what a newer has raised.
    await lockPlace(unit, { sku, location });
    const foreign = await unit.query<{ id: string }>(selectForeign, [sku, location, requestsOf(messages)]);
    if (foreign.length > 0) throw notOfPlace(messages, new Set(foreign.map(({ id }) => id)));
    const day = reportedOn ?? (await currentBusinessDay(unit));
    const facts = messages.map(({ fact }) => fact);
    const [raised, resolved] = await Promise.all([
      unit.query(raise, [sku, location, day, JSON.stringify(messages)]),
      unit.query(resolve, [sku, location, day, facts]),
    ]);
    return { raised: raised.length, resolved: resolved.length };
  }
}

const requestsOf = (messages: Messages): string[] =>
  messages.flatMap(({ requestId }) => (requestId === null ? [] : [requestId]));

const notOfPlace = (messages: Messages, foreign: ReadonlySet<string>): Problem =>
  new Problem('validation_failed', {
    errors: messages.flatMap(({ requestId }, index) =>
      requestId !== null && foreign.has(requestId)
        ? [{ pointer: `/body/messages/${index}/requestId`, detail: 'must be a request of this place' }]
        : [],
    ),
  });
