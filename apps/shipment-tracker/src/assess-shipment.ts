import type { JobResult, jobs, shipment, shipmentEvent } from '@stockade/contracts';
import type { z } from 'zod';

type Shipment = z.output<typeof shipment>;
type ShipmentEvent = z.output<typeof shipmentEvent>;
type Finding = JobResult<typeof jobs.etaCheck>;
type Exceptions = Finding['exceptions'];

/** Share of the planned way that a shipment has behind it once a status is reached. */
const travelled: Partial<Record<Shipment['status'], number>> = {
  planned: 0,
  pre_transit: 0.1,
  in_transit: 0.2,
  out_for_delivery: 0.9,
};

/** Late: by more than a day, and by more than a tenth of the planned way. */
const LATE_DAYS = 1;
const LATE_SHARE = 0.1;
/** Silent: no word for more than two weeks, and for more than six tenths of the planned way. */
const SILENT_DAYS = 14;
const SILENT_SHARE = 0.6;
/** Stuck: held, for example by customs, for more than three days. */
const STUCK_DAYS = 3;

const DAY = 86_400_000;
const dayNumber = (date: string): number => Math.floor(Date.parse(date) / DAY);
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/**
 * What can be said of a shipment on a business day from its own plan and events: the day it will come, and whether
 * it is late, silent or stuck.
 * @param events in the order in which they happened
 */
export function assessShipment(
  current: Shipment,
  events: readonly ShipmentEvent[],
  businessDate: string,
): Finding {
  const subject = { shipmentId: current.id, businessDate };
  if (current.deliveredOn !== null) return { ...subject, etaOn: current.deliveredOn, exceptions: [] };
  const behind = travelled[current.status];
  if (behind === undefined) return { ...subject, etaOn: current.etaOn, exceptions: [] };

  const today = dayNumber(businessDate);
  const promised = dayNumber(current.promisedOn);
  const plannedDays = Math.max(1, promised - dayNumber(current.shippedOn));
  const eta = Math.max(promised, today + Math.ceil(remainingDays(behind, events, plannedDays, today)));
  return {
    ...subject,
    etaOn: dateOf(eta),
    exceptions: [
      ...lateness(eta - promised, plannedDays),
      ...silence(today - lastHeardOf(current, events), plannedDays),
      ...standstill(events, today),
    ],
  };
}

/** What is left of the planned way, less the days that have passed since the last word of progress. */
function remainingDays(
  behind: number,
  events: readonly ShipmentEvent[],
  plannedDays: number,
  today: number,
): number {
  const progress = events.filter((event) => event.bizStep !== 'holding').at(-1);
  const since = progress === undefined ? 0 : Math.max(0, today - dayNumber(progress.eventTime));
  return Math.max(1, (1 - behind) * plannedDays - since);
}

const lastHeardOf = (current: Shipment, events: readonly ShipmentEvent[]): number =>
  dayNumber(events.at(-1)?.eventTime ?? current.shippedOn);

function lateness(days: number, plannedDays: number): Exceptions {
  if (days <= Math.max(LATE_DAYS, LATE_SHARE * plannedDays)) return [];
  return [{ kind: 'late', detail: `Expected ${days} days after the promised day.` }];
}

function silence(days: number, plannedDays: number): Exceptions {
  if (days <= Math.max(SILENT_DAYS, SILENT_SHARE * plannedDays)) return [];
  return [{ kind: 'silent', detail: `No word for ${days} days.` }];
}

function standstill(events: readonly ShipmentEvent[], today: number): Exceptions {
  const last = events.at(-1);
  if (last?.bizStep !== 'holding') return [];
  const days = today - dayNumber(last.eventTime);
  return days > STUCK_DAYS ? [{ kind: 'stuck', detail: `Held for ${days} days.` }] : [];
}
