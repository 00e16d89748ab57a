import type { ShipmentStatus } from './shipment-states.js';
import { isFurther, statusReported } from './shipment-states.js';

/** How far a shipment has come; `deliveredOn` is the day of its delivery, where it has been delivered. */
export interface Journey {
  readonly status: ShipmentStatus;
  readonly deliveredOn: string | null;
}

/** What an event says of the journey; `day` is the calendar day at the place. */
export interface Sighting {
  readonly bizStep: string | null;
  readonly disposition: string | null;
  readonly day: string;
}

/** The journey of which nothing was seen; one that ended otherwise than by what was seen stays as it is. */
export const notBegun = (known: Journey): Journey =>
  known.status === 'lost' || known.status === 'cancelled' ? known : { status: 'planned', deliveredOn: null };

/**
 * The journey after all that was seen: the furthest that any sighting reports, and the first day of delivery. In
 * whatever order and however often they come, the same sightings end in the same journey; none takes it back.
 */
export const journeyAfter = (before: Journey, sightings: readonly Sighting[]): Journey =>
  sightings.reduce(journeyAfterOne, before);

function journeyAfterOne(before: Journey, { bizStep, disposition, day }: Sighting): Journey {
  const status = statusReported(bizStep, disposition);
  if (status === undefined) return before;
  if (status === 'delivered' && before.deliveredOn !== null) {
    return day < before.deliveredOn ? { ...before, deliveredOn: day } : before;
  }
  if (!isFurther(status, before.status)) return before;
  return { status, deliveredOn: status === 'delivered' ? day : null };
}
