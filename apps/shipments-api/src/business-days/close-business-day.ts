import {
  type JobPayload,
  jobs,
  MOST_JOURNEYS,
  type OperationInput,
  type OperationOutput,
  shipments,
} from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueueAll } from '@stockade/queues';
import { type Handler, Operation } from '@stockade/service';
import { sumUpDeliveries } from '../lanes/sum-up-deliveries.js';

type Contract = typeof shipments.closeBusinessDay;

const insertDay = statement(
  'insert_business_day',
  'INSERT INTO shipments.business_days (date) VALUES ($1) ON CONFLICT (date) DO NOTHING RETURNING date',
);

/** Time alone makes a shipment late, from the day on which it was to leave. */
const dueForCheck = statement(
  'list_shipments_due_for_check',
  `SELECT id FROM shipments.shipments
   WHERE status IN ('planned', 'pre_transit', 'in_transit', 'out_for_delivery') AND shipped_on <= $1::date
   ORDER BY id`,
);

@Operation(shipments.closeBusinessDay)
export class CloseBusinessDay implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const closed = await unit.query(insertDay, [body.date]);
    if (closed.length > 0) {
      await sumUpDeliveries(unit, body.date);
      const due = await unit.query<{ id: string }>(dueForCheck, [body.date]);
      await enqueueAll(unit, jobs.etaCheck, checksOf(due, body.date));
    }
    return { date: body.date };
  }
}

/** One check for many shipments: what it reads and what it finds goes over the wire together. */
function checksOf(due: readonly { id: string }[], businessDate: string): JobPayload<typeof jobs.etaCheck>[] {
  return Array.from({ length: Math.ceil(due.length / MOST_JOURNEYS) }, (_, index) => ({
    shipmentIds: due.slice(index * MOST_JOURNEYS, (index + 1) * MOST_JOURNEYS).map(({ id }) => id),
    businessDate,
  }));
}
