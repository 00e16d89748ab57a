import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue, enqueueAll } from '@stockade/queues';
import { Shipment } from '../shipments/shipment.entity.js';
import { statusAfterEvent } from '../shipments/shipment-states.js';
import { localDay, type ObjectEvent } from './captured-document.js';

/** Moves a held shipment on by its new events; tells the bot of goods that have come and the tracker of the rest. */
export async function applyEvents(
  unit: UnitOfWork,
  held: Shipment,
  events: readonly ObjectEvent[],
): Promise<void> {
  const status = events.reduce(
    (before, event) => statusAfterEvent(before, event.bizStep, event.disposition),
    held.status,
  );
  const days = events.map(localDay).sort();
  const latestDay = days.at(-1) ?? held.shippedOn;
  if (status === 'delivered' && held.status !== 'delivered') {
    const deliveredOn = localDay(events.find((event) => event.bizStep === 'receiving') ?? firstOf(events));
    await unit.manager.update(
      Shipment,
      { id: held.id },
      { status, deliveredOn, etaOn: deliveredOn, version: held.version + 1 },
    );
    await tellOfDelivery(unit, held, deliveredOn);
  } else if (status !== held.status) {
    await unit.manager.update(Shipment, { id: held.id }, { status, version: held.version + 1 });
  }
  await enqueue(unit, jobs.etaCheck, { shipmentId: held.id, businessDate: latestDay });
}

function firstOf(events: readonly ObjectEvent[]): ObjectEvent {
  const [first] = events;
  if (first === undefined) throw new Error('applyEvents needs an event');
  return first;
}

async function tellOfDelivery(
  unit: UnitOfWork,
  { id, orderId, destination, lines }: Shipment,
  deliveredOn: string,
) {
  await enqueueAll(
    unit,
    jobs.asnDelivered,
    lines.map(({ asnLineId, requestId, sku, quantity }) => ({
      shipmentId: id,
      orderId,
      deliveredOn,
      destination,
      asnLineId,
      requestId,
      sku,
      quantity,
    })),
  );
}
