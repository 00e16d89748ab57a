import { id, type objectEvent, type OperationInput, type shipments } from '@stockade/contracts';
import type { z } from 'zod';

export type ObjectEvent = z.output<typeof objectEvent>;
type Body = OperationInput<typeof shipments.captureEvents>['body'];

export const eventsOf = (body: Body): readonly ObjectEvent[] =>
  body.type === 'EPCISDocument' ? body.epcisBody.eventList : [body];

/**
 * The shipment that an event tells of: its despatch advice (CBV 2.0 business transaction type `desadv`),
 * as `urn:uuid:` (RFC 9562 section 4). Undefined when it names none.
 */
export function shipmentOf(event: ObjectEvent): string | undefined {
  const advice = event.bizTransactionList.find(({ type }) => type === 'desadv');
  const parsed = id.safeParse(advice?.bizTransaction.replace(/^urn:uuid:/i, ''));
  return parsed.success ? parsed.data.toLowerCase() : undefined;
}

/** The calendar day of an event where it happened: `eventTime` is written in the local offset of the place. */
export function localDay(event: Pick<ObjectEvent, 'eventTime' | 'eventTimeZoneOffset'>): string {
  const [hours = 0, minutes = 0] = event.eventTimeZoneOffset.slice(1).split(':').map(Number);
  const sign = event.eventTimeZoneOffset.startsWith('-') ? -1 : 1;
  const local = Date.parse(event.eventTime) + sign * (hours * 60 + minutes) * 60_000;
  return new Date(local).toISOString().slice(0, 10);
}
