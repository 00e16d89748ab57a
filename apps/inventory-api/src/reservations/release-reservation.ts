import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { freeReserved, lockReservation, requireMayEnd } from './end-reservation.js';

type Contract = typeof inventory.releaseReservation;

@Operation(inventory.releaseReservation)
export class ReleaseReservation implements Handler<Contract> {
  async handle(
    { params: { id } }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    requireMayEnd(await lockReservation(unit, id), 'released');
    return freeReserved(unit, id, 'released');
  }
}
