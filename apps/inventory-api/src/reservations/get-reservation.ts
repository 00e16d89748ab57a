import { inventory, type OperationInput, type Problem } from '@stockade/contracts';
import { lookup } from '@stockade/database';
import { Operation, ReadByKey } from '@stockade/service';
import { noReservation, reservationColumns } from './reservation.js';

type Contract = typeof inventory.getReservation;

@Operation(inventory.getReservation)
export class GetReservation extends ReadByKey<Contract> {
  readonly lookup = lookup('reservation_by_id', {
    table: 'inventory.reservations',
    columns: reservationColumns,
    key: { id: 'uuid' },
  });

  keyOf({ params }: OperationInput<Contract>): string[] {
    return [params.id];
  }

  missing({ params }: OperationInput<Contract>): Problem {
    return noReservation(params.id);
  }
}
