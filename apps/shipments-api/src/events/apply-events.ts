import { jobs } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueue, enqueueAll } from '@stockade/queues';
import { type Journey, journeyAfter, notBegun, type Sighting } from '../shipments/journey.js';
import { Shipment } from '../shipments/shipment.entity.js';
import { type EpcisEvent, localDay } from './epcis-event.js';

/** What still counts: each event that no declaration says was in error; the day in the local time of the place. */
const sightingsLeft = statement(
  'list_valid_sightings',
  `SELECT biz_step AS "bizStep", disposition,
          to_char(min(event_time AT TIME ZONE 'UTC' + time_zone_offset::interval), 'YYYY-MM-DD') AS day
   FROM shipments.events AS told
   WHERE shipment_id = $1 AND NOT declares_error AND NOT EXISTS (
     SELECT FROM shipments.events WHERE event_id = told.event_id AND declares_error)
   GROUP BY biz_step, disposition`,
);

/**
 * Brings a held shipment up to what is now known of its journey, and asks the tracker to look at it.
 * @param news events of the shipment that are kept since now, and declarations that others were in error
 */
export async function applyEvents(
  unit: UnitOfWork,
  held: Shipment,
  news: readonly EpcisEvent[],
): Promise<void> {
  const known: Journey = { status: held.status, deliveredOn: held.deliveredOn };
  const journey = news.some(({ errorDeclaration }) => errorDeclaration !== undefined)
    ? journeyAfter(notBegun(known), await unit.query<Sighting>(sightingsLeft, [held.id]))
    : journeyAfter(known, news.map(sightingOf));
  if (journey.status !== known.status || journey.deliveredOn !== known.deliveredOn) {
    await moveTo(unit, held, journey);
  }
  const [latest = held.shippedOn] = news.map(localDay).sort().reverse();
  await enqueue(unit, jobs.etaCheck, { shipmentIds: [held.id], businessDate: latest });
}

const sightingOf = (event: EpcisEvent): Sighting => ({
  bizStep: event.bizStep ?? null,
  disposition: event.disposition ?? null,
  day: localDay(event),
});

async function moveTo(unit: UnitOfWork, held: Shipment, { status, deliveredOn }: Journey): Promise<void> {
  // A delivery that was none leaves the shipment expected when it was promised, until the tracker has looked.
  const etaOn = deliveredOn ?? (held.deliveredOn === null ? held.etaOn : held.promisedOn);
  const version = held.version + 1;
  await unit.manager.update(Shipment, { id: held.id }, { status, deliveredOn, etaOn, version });
  if (held.deliveredOn === null && deliveredOn !== null) await tellOfDelivery(unit, held, deliveredOn);
}

/** Tells the bot of each line that has come. It books a line once, also where a delivery was withdrawn meanwhile. */
async function tellOfDelivery(
  unit: UnitOfWork,
  { id: shipmentId, orderId, destination, lines }: Shipment,
  deliveredOn: string,
): Promise<void> {
  const facts = lines.map(({ asnLineId, requestId, sku, quantity }) => ({
    shipmentId,
    orderId,
    deliveredOn,
    destination,
    asnLineId,
    requestId,
    sku,
    quantity,
  }));
  await enqueueAll(unit, jobs.asnDelivered, facts);
}
