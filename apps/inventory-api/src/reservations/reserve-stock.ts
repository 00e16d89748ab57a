import { inventory, jobs, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { type Handler, Operation } from '@stockade/service';
import { currentBusinessDay } from '../business-days/business-day.js';
import { insufficientStock } from '../levels/insufficient-stock.js';
import { tellAvailabilityChanged } from '../levels/tell-level-changed.js';
import { noStock } from '../place.js';
import { type Reservation, reservationColumns } from './reservation.js';

type Contract = typeof inventory.reserveStock;
type Body = OperationInput<Contract>['body'];

/** Nobody keeps stock from all others for longer than this without saying so again. */
const LONGEST_SECONDS = 30 * 86_400;

/**
 * The reservation and its level. What is available is tested on the level as it is under its lock, so that
 * callers who race for the last units never get more than there are; `covered` tells whether there was enough.
 */
const reserve = statement(
  'reserve_stock',
  `WITH asked AS (
     INSERT INTO inventory.reservations (reference, sku, location, quantity, reserved_on, expires_at)
     SELECT $1, sku, location, $4, $5, $6 FROM inventory.levels WHERE sku = $2 AND location = $3
     ON CONFLICT (reference) DO NOTHING
     RETURNING ${reservationColumns}
   ), level AS (
     UPDATE inventory.levels held SET reserved = reserved + asked.quantity, version = version + 1
     FROM asked
     WHERE held.sku = asked.sku AND held.location = asked.location AND held.available >= asked.quantity
     RETURNING held.sku
   )
   SELECT asked.*, EXISTS (SELECT FROM level) AS covered FROM asked`,
);

const selectByReference = statement(
  'select_reservation_by_reference',
  `SELECT ${reservationColumns} FROM inventory.reservations WHERE reference = $1`,
);

@Operation(inventory.reserveStock)
export class ReserveStock implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const lastsSeconds = (Date.parse(body.expiresAt) - Date.now()) / 1000;
    const lasts = lastsSeconds > 0 && lastsSeconds <= LONGEST_SECONDS;
    const made = lasts ? await make(body, lastsSeconds, unit) : undefined;
    if (made) return made;
    const [before] = await unit.query<Reservation>(selectByReference, [body.reference]);
    if (before && sameReservation(before, body)) return before;
    if (before) {
      throw new Problem('already_exists', {
        detail: `${body.reference} has reserved other stock before; reserve this under another reference.`,
      });
    }
    throw lasts ? noStock(body) : notInTime();
  }
}

/** Undefined where the reference is known already, or the place is not. */
async function make(body: Body, lastsSeconds: number, unit: UnitOfWork): Promise<Reservation | undefined> {
  const { reference, sku, location, quantity, expiresAt } = body;
  const reservedOn = await currentBusinessDay(unit);
  const values = [reference, sku, location, quantity, reservedOn, expiresAt];
  const [asked] = await unit.query<Reservation & { covered: boolean }>(reserve, values);
  if (!asked) return undefined;
  const { covered, ...reservation } = asked;
  if (!covered) throw await insufficientStock(unit, body, quantity);
  await enqueue(unit, jobs.reservationExpires, { reservationId: asked.id }, { delaySeconds: lastsSeconds });
  await tellAvailabilityChanged(unit, body);
  return reservation;
}

/** Whether it says what one of its reference said before; that may have been given another time to end. */
const sameReservation = (one: Reservation, other: Body): boolean =>
  one.sku === other.sku && one.location === other.location && one.quantity === other.quantity;

const notInTime = () => {
  const detail = `must lie ahead, by at most ${LONGEST_SECONDS / 86_400} days`;
  return new Problem('validation_failed', { errors: [{ pointer: '/body/expiresAt', detail }] });
};
