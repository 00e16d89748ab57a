import { inventory, jobs, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { type Handler, Operation } from '@stockade/service';
import { latestBusinessDay } from './business-day.js';

type Contract = typeof inventory.closeBusinessDay;

/** Days are closed one after the other, or two could each be closed as the latest. */
const waitForTurn = statement(
  'wait_for_business_day',
  `SELECT pg_advisory_xact_lock(hashtext('inventory.business_days'))`,
);

const insertDay = statement('insert_business_day', 'INSERT INTO inventory.business_days (date) VALUES ($1)');

/** One index probe for each location (a loose index scan); SELECT DISTINCT would read every level. */
const selectLocations = statement(
  'select_locations',
  `WITH RECURSIVE locations AS (
     (SELECT location FROM inventory.levels ORDER BY location LIMIT 1)
     UNION ALL
     SELECT (SELECT later.location FROM inventory.levels later
       WHERE later.location > locations.location ORDER BY later.location LIMIT 1)
     FROM locations WHERE locations.location IS NOT NULL
   )
   SELECT location FROM locations WHERE location IS NOT NULL`,
);

/** Those of earlier days too: what nobody has booked yet is told of every day. */
const selectDue = statement(
  'select_due_transfers',
  `SELECT id FROM inventory.transfers WHERE status = 'in_transit' AND expected_on <= $1 ORDER BY expected_on, id`,
);

@Operation(inventory.closeBusinessDay)
export class CloseBusinessDay implements Handler<Contract> {
  async handle(
    { body: { date } }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    await unit.query(waitForTurn, []);
    const latest = await latestBusinessDay(unit);
    if (latest === date) return { date };
    if (latest !== null && date < latest) {
      throw new Problem('conflict', { detail: `${latest} is closed already; close a later day than that.` });
    }
    await unit.query(insertDay, [date]);
    for (const { location } of await unit.query<{ location: string }>(selectLocations, [])) {
      await enqueue(unit, jobs.sweepLocation, { location, businessDate: date });
    }
    for (const { id: transferId } of await unit.query<{ id: string }>(selectDue, [date])) {
      await enqueue(unit, jobs.transferDue, { transferId, businessDate: date });
    }
    return { date };
  }
}
