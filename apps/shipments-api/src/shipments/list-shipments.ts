import { id, type OperationInput, type OperationOutput, shipments } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { type FindOptionsWhere, LessThan } from 'typeorm';
import { presentShipment, withDetails } from './read-shipment.js';
import { Shipment } from './shipment.entity.js';

type Contract = typeof shipments.listShipments;

@Operation(shipments.listShipments)
export class ListShipments implements Handler<Contract> {
  async handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const where: FindOptionsWhere<Shipment> = {};
    if (query.cursor !== undefined) where.id = LessThan(readCursor(query.cursor, id));
    if (query.status !== undefined) where.status = query.status;
    if (query.orderId !== undefined) where.orderId = query.orderId;
    // Ids are UUIDv7: their order is the order of creation.
    const rows = await unit.manager.find(Shipment, {
      where,
      ...withDetails,
      order: { id: 'DESC' },
      take: query.limit + 1,
    });
    return pageOf(rows.map(presentShipment), query.limit, (row) => row.id);
  }
}
