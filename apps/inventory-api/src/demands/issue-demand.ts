import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { currentBusinessDay } from '../business-days/business-day.js';
import { tellLevelChanged } from '../levels/tell-level-changed.js';
import { addToHistory } from './add-to-history.js';
import { type Demand, demandColumns } from './demand.js';

type Contract = typeof inventory.issueDemand;

/**
 * Takes what is there, tells of it in a movement, closes the need and adds it to its month, in one
 * statement. The amount is worked out on the level as it is under its lock (`old`, `new`), so that
 * issues that race share the stock and never oversell it.
 */
const issue = statement(
  'issue_demand',
  `WITH due AS (
     SELECT id, reference, sku, location, quantity, announced_on FROM inventory.demands
     WHERE id = $1 AND status = 'open' FOR UPDATE
   ), level AS (
     UPDATE inventory.levels held
     SET on_hand = on_hand - least(held.available, due.quantity), version = version + 1
     FROM due WHERE held.sku = due.sku AND held.location = due.location AND held.available > 0
     RETURNING held.sku, held.location, old.on_hand - new.on_hand AS issued
   ), movement AS (
     INSERT INTO inventory.movements (sku, location, delta, kind, reference, occurred_on, agent)
     SELECT due.sku, due.location, -level.issued, 'issue', due.reference, $2::date, $3 FROM due, level
   ), month AS (
     ${addToHistory('due', '$2')}
   ), outcome AS (
     SELECT due.id AS due_id, coalesce(level.issued, 0) AS issued, due.quantity AS needed
     FROM due LEFT JOIN level ON true
   )
   UPDATE inventory.demands
   SET status = CASE WHEN issued < needed THEN 'short' ELSE 'issued' END, issued_quantity = issued, issued_on = $2::date
   FROM outcome WHERE id = due_id
   RETURNING ${demandColumns}`,
);

const selectDemand = statement(
  'select_demand',
  `SELECT ${demandColumns} FROM inventory.demands WHERE id = $1`,
);

@Operation(inventory.issueDemand)
export class IssueDemand implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const issuedOn = body.issuedOn ?? (await currentBusinessDay(unit));
    const [issued] = await unit.query<Demand>(issue, [params.id, issuedOn, unit.principal.agent]);
    if (!issued) throw await notOpen(params.id, unit);
    await tellLevelChanged(unit, issued, issuedOn);
    return issued;
  }
}

async function notOpen(demandId: string, unit: UnitOfWork): Promise<Problem> {
  const [held] = await unit.query<Demand>(selectDemand, [demandId]);
  if (!held) return new Problem('not_found', { detail: `There is no demand ${demandId}.` });
  return new Problem('conflict', {
    detail: `${held.reference} was issued on ${held.issuedOn} already; a need is issued once.`,
  });
}
