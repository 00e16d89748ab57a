import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue, enqueueAll } from '@stockade/queues';
import { Shipment } from '../shipments/shipment.entity.js';
import { statusAfterEvent } from '../shipments/shipment-states.js';
import { localDay, type ObjectEvent } from './captured-document.js';

/** Moves a held shipment on by events that are new to it, and asks the tracker to look at it. */
export async function applyEvents(
  unit: UnitOfWork,
  held: Shipment,
  events: readonly ObjectEvent[],
): Promise<void> {
  const status = events.reduce(
    (before, event) => statusAfterEvent(before, event.bizStep, event.disposition),
    held.status,
  );
  if (status !== held.status) await moveOn(unit, held, status, events);
  const [latest = held.shippedOn] = events.map(localDay).sort().reverse();
  await enqueue(unit, jobs.etaCheck, { shipmentIds: [held.id], businessDate: latest });
}

async function moveOn(
  unit: UnitOfWork,
  held: Shipment,
  status: Shipment['status'],
  events: readonly ObjectEvent[],
): Promise<void> {
  const version = held.version + 1;
  if (status !== 'delivered') {
    await unit.manager.update(Shipment, { id: held.id }, { status, version });
    return;
  }
  const arrivals = events.filter((event) => event.bizStep === 'receiving');
  const [deliveredOn = held.etaOn] = arrivals.map(localDay).sort();
  await unit.manager.update(Shipment, { id: held.id }, { status, deliveredOn, etaOn: deliveredOn, version });
  await tellOfDelivery(unit, held, deliveredOn);
}

/** Tells the bot of each line that has come; once, because a delivered shipment is delivered no second time. */
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
