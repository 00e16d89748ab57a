import { type JobPayload, jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { JobConsumer } from '@stockade/service';
import { freeReserved, lockReservation } from './end-reservation.js';
import { mayEnd } from './reservation-states.js';

/** Gives back what nobody has taken in time; a reservation that has ended before stays as it ended. */
export class ExpireReservation implements JobConsumer<typeof jobs.reservationExpires> {
  readonly job = jobs.reservationExpires;

  async run({ reservationId }: JobPayload<typeof jobs.reservationExpires>, unit: UnitOfWork): Promise<void> {
    const { status } = await lockReservation(unit, reservationId);
    if (mayEnd(status, 'expired')) await freeReserved(unit, reservationId, 'expired');
  }
}
