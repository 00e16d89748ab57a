import { jobs, type OperationInput, type OperationOutput, shipments } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueueAll } from '@stockade/queues';
import { type Handler, Operation } from '@stockade/service';

type Contract = typeof shipments.closeBusinessDay;

const insertDay = statement(
  'insert_business_day',
  'INSERT INTO shipments.business_days (date) VALUES ($1) ON CONFLICT (date) DO NOTHING RETURNING date',
);

/** Each shipment under way is looked at weekly, and on the day after it should have come. */
const dueForCheck = statement(
  'list_shipments_due_for_check',
  `SELECT id FROM shipments.shipments
   WHERE status IN ('planned', 'pre_transit', 'in_transit', 'out_for_delivery') AND shipped_on < $1::date
     AND (($1::date - shipped_on) % 7 = 0 OR promised_on + 1 = $1::date)`,
);

@Operation(shipments.closeBusinessDay)
export class CloseBusinessDay implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const closed = await unit.query(insertDay, [body.date]);
    if (closed.length > 0) {
      const due = await unit.query<{ id: string }>(dueForCheck, [body.date]);
      await enqueueAll(
        unit,
        jobs.etaCheck,
        due.map(({ id }) => ({ shipmentId: id, businessDate: body.date })),
      );
    }
    return { date: body.date };
  }
}
