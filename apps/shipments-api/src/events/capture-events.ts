import { type OperationInput, type OperationOutput, shipments } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { In } from 'typeorm';
import { Shipment } from '../shipments/shipment.entity.js';
import { applyEvents } from './apply-events.js';
import { eventsOf, type ObjectEvent, shipmentOf } from './captured-document.js';

type Contract = typeof shipments.captureEvents;
type Outcome = OperationOutput<Contract>['events'][number];

interface Addressed {
  readonly event: ObjectEvent;
  readonly shipmentId: string;
}

/** An event is stored once, by its eventID, however often and in whatever order a carrier repeats it. */
const insertEvents = statement(
  'insert_shipment_events',
  `INSERT INTO shipments.events (event_id, shipment_id, event_time, time_zone_offset, biz_step, disposition, location, document)
   SELECT event->>'eventID', (event->>'shipmentId')::uuid, (event->>'eventTime')::timestamptz,
          event->>'eventTimeZoneOffset', event->>'bizStep', event->>'disposition',
          coalesce(event#>>'{bizLocation,id}', event#>>'{readPoint,id}'), event - 'shipmentId'
   FROM jsonb_array_elements($1::jsonb) AS event
   ON CONFLICT (event_id) DO NOTHING
   RETURNING event_id AS "eventID"`,
);

@Operation(shipments.captureEvents)
export class CaptureEvents implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const events = eventsOf(body);
    const held = await lockShipments(unit, events);
    const addressed = events.flatMap((event): Addressed[] => {
      const shipmentId = shipmentOf(event);
      return shipmentId !== undefined && held.has(shipmentId) ? [{ event, shipmentId }] : [];
    });
    const rows = await unit.query<{ eventID: string }>(insertEvents, [
      JSON.stringify(addressed.map(({ event, shipmentId }) => ({ ...event, shipmentId }))),
    ]);
    const accepted = new Set(rows.map((row) => row.eventID));
    for (const shipment of held.values()) {
      const fresh = addressed.filter(
        ({ event, shipmentId }) => shipmentId === shipment.id && accepted.has(event.eventID),
      );
      if (fresh.length > 0) {
        await applyEvents(
          unit,
          shipment,
          fresh.map(({ event }) => event),
        );
      }
    }
    return { events: outcomes(events, new Set(addressed.map(({ event }) => event)), accepted) };
  }
}

async function lockShipments(
  unit: UnitOfWork,
  events: readonly ObjectEvent[],
): Promise<Map<string, Shipment>> {
  const ids = [...new Set(events.flatMap((event) => shipmentOf(event) ?? []))];
  // In the order of their ids, so that two captures never wait for each other.
  const rows = await unit.manager.find(Shipment, {
    where: { id: In(ids) },
    order: { id: 'ASC' },
    relations: { lines: true },
    relationLoadStrategy: 'query',
    lock: { mode: 'pessimistic_write' },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

function outcomes(
  events: readonly ObjectEvent[],
  known: ReadonlySet<ObjectEvent>,
  accepted: Set<string>,
): Outcome[] {
  const unseen = new Set(accepted);
  return events.map((event) => {
    const { eventID } = event;
    if (!known.has(event)) {
      return {
        eventID,
        outcome: 'rejected',
        detail: 'bizTransactionList names no known shipment as desadv urn:uuid:<id>.',
      };
    }
    return unseen.delete(eventID)
      ? { eventID, outcome: 'accepted', detail: null }
      : { eventID, outcome: 'duplicate', detail: 'An event with this eventID was captured before.' };
  });
}
