import {
  type OperationInput,
  type OperationOutput,
  type shipmentEvent,
  shipments,
  timestamp,
} from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { z } from 'zod';
import { assertKnown } from '../shipments/known-shipment.js';

type Contract = typeof shipments.listShipmentEvents;

const position = z.tuple([timestamp, z.string()]);

const listEvents = statement(
  'list_shipment_events',
  `SELECT event_id AS "eventID",
          to_char(event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "eventTime",
          to_char(record_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordTime",
          biz_step AS "bizStep", disposition, location
   FROM shipments.events AS told
   WHERE shipment_id = $1 AND NOT declares_error AND NOT EXISTS (
       SELECT FROM shipments.events WHERE event_id = told.event_id AND declares_error)
     AND (event_time, event_id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3, ''))
   ORDER BY event_time, event_id LIMIT $4`,
);

@Operation(shipments.listShipmentEvents)
export class ListShipmentEvents implements Handler<Contract> {
  async handle(
    { params, query }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    await assertKnown(unit, params.id);
    const [time, eventID] = query.cursor === undefined ? [null, null] : readCursor(query.cursor, position);
    const rows = await unit.query<z.output<typeof shipmentEvent>>(listEvents, [
      params.id,
      time,
      eventID,
      query.limit + 1,
    ]);
    return pageOf(rows, query.limit, (row) => [row.eventTime, row.eventID]);
  }
}
