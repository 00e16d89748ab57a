import { id, inventory, type OperationInput, type OperationOutput, reservation } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { type Reservation, reservationColumns } from './reservation.js';

type Contract = typeof inventory.listReservations;

const reservations = new KeysetPages({
  name: 'list_reservations',
  select: `SELECT ${reservationColumns} FROM inventory.reservations`,
  key: ['id'],
  filters: ['sku', 'location'],
  enums: { status: reservation.shape.status.options },
  cursor: z.tuple([id]),
  keyOf: (row: Reservation) => [row.id],
});

@Operation(inventory.listReservations)
export class ListReservations implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return reservations.read(unit, query, { sku: query.sku, location: query.location, status: query.status });
  }
}
