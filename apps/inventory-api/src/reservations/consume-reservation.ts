import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { currentBusinessDay } from '../business-days/business-day.js';
import { addToHistory } from '../demands/add-to-history.js';
import { lockReservation, requireMayEnd } from './end-reservation.js';
import { noReservation, type Reservation, reservationColumns } from './reservation.js';

type Contract = typeof inventory.consumeReservation;

/**
 * What is reserved leaves, and is demand of its month; what is available stays as it was. Movement and month are made
 * of the changed level (`taken`), and so under its lock: the ids of a place's movements are in the order of what
 * happened, and whoever issues there locks the level first and the month after it.
 */
const consume = statement(
  'consume_reservation',
  `WITH ended AS (
     UPDATE inventory.reservations SET status = 'consumed', ended_at = clock_timestamp() WHERE id = $1
     RETURNING ${reservationColumns}, reserved_on AS announced_on
   ), level AS (
     UPDATE inventory.levels held
     SET on_hand = on_hand - ended.quantity, reserved = reserved - ended.quantity, version = version + 1
     FROM ended WHERE held.sku = ended.sku AND held.location = ended.location
     RETURNING held.sku, held.location
   ), taken AS (
     SELECT level.sku, level.location, quantity, reference, announced_on FROM level, ended
   ), movement AS (
     INSERT INTO inventory.movements (sku, location, delta, kind, reference, occurred_on, agent)
     SELECT sku, location, -quantity, 'issue', reference, $2::date, $3 FROM taken
   ), month AS (
     ${addToHistory('taken', '$2')}
   )
   SELECT id, reference, sku, location, quantity, status, "reservedOn", "expiresAt", "endedAt" FROM ended`,
);

@Operation(inventory.consumeReservation)
export class ConsumeReservation implements Handler<Contract> {
  async handle(
    { params: { id }, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const issuedOn = body.issuedOn ?? (await currentBusinessDay(unit));
    requireMayEnd(await lockReservation(unit, id), 'consumed');
    const [consumed] = await unit.query<Reservation>(consume, [id, issuedOn, unit.principal.agent]);
    if (!consumed) throw noReservation(id);
    return consumed;
  }
}
