import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { currentBusinessDay } from '../business-days/business-day.js';
import { type Demand, demandColumns, sameAnnouncement } from './demand.js';

type Contract = typeof inventory.announceDemand;

/** A need for what was never stocked opens its item (known by its SKU, sold singly), level and policy. */
const insertDemand = statement(
  'insert_demand',
  `WITH item AS (
     INSERT INTO inventory.items (sku, name, units_per_pack) VALUES ($2, $2, 1) ON CONFLICT DO NOTHING
   ), level AS (
     INSERT INTO inventory.levels (sku, location) VALUES ($2, $3) ON CONFLICT DO NOTHING
   ), policy AS (
     INSERT INTO inventory.reorder_policies (sku, location, units_per_pack)
     VALUES ($2, $3, coalesce((SELECT units_per_pack FROM inventory.items WHERE sku = $2), 1))
     ON CONFLICT DO NOTHING
   )
   INSERT INTO inventory.demands (reference, sku, location, quantity, announced_on, needed_on)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (reference) DO NOTHING
   RETURNING ${demandColumns}`,
);

const selectByReference = statement(
  'select_demand_by_reference',
  `SELECT ${demandColumns} FROM inventory.demands WHERE reference = $1`,
);

@Operation(inventory.announceDemand)
export class AnnounceDemand implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { reference, sku, location, quantity, neededOn } = body;
    const announcedOn = body.announcedOn ?? (await currentBusinessDay(unit));
    const values = [reference, sku, location, quantity, announcedOn, neededOn];
    const [announced] = await unit.query<Demand>(insertDemand, values);
    if (announced) return announced;
    const [before] = await unit.query<Demand>(selectByReference, [reference]);
    if (before && sameAnnouncement(before, body)) return before;
    throw new Problem('already_exists', {
      detail: `${reference} was announced before, for another need; announce this one under another reference.`,
    });
  }
}
