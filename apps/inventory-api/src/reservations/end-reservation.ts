import { Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { tellAvailabilityChanged } from '../levels/tell-level-changed.js';
import { noReservation, type Reservation, reservationColumns } from './reservation.js';
import { type Ending, mayEnd } from './reservation-states.js';

const lock = statement(
  'lock_reservation',
  `SELECT ${reservationColumns} FROM inventory.reservations WHERE id = $1 FOR UPDATE`,
);

const free = statement(
  'free_reserved',
  `WITH ended AS (
     UPDATE inventory.reservations SET status = $2, ended_at = clock_timestamp() WHERE id = $1
     RETURNING ${reservationColumns}
   ), level AS (
     UPDATE inventory.levels held SET reserved = reserved - ended.quantity, version = version + 1
     FROM ended WHERE held.sku = ended.sku AND held.location = ended.location
   )
   SELECT * FROM ended`,
);

/** The reservation as it is under its lock; two that end it are answered one after the other. */
export async function lockReservation(unit: UnitOfWork, id: string): Promise<Reservation> {
  const [held] = await unit.query<Reservation>(lock, [id]);
  if (!held) throw noReservation(id);
  return held;
}

/** @throws Problem `conflict` where the reservation has ended otherwise. */
export function requireMayEnd({ reference, status }: Reservation, ending: Ending): void {
  if (mayEnd(status, ending)) return;
  throw new Problem('conflict', {
    detail: `The reservation ${reference} is ${status} already; reserve anew under another reference.`,
  });
}

/** Gives back what an active reservation holds, and tells that more is available. */
export async function freeReserved(
  unit: UnitOfWork,
  id: string,
  ending: Exclude<Ending, 'consumed'>,
): Promise<Reservation> {
  const [freed] = await unit.query<Reservation>(free, [id, ending]);
  if (!freed) throw noReservation(id);
  await tellAvailabilityChanged(unit, freed);
  return freed;
}
