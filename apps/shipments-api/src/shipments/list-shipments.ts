import {
  id,
  type OperationInput,
  type OperationOutput,
  shipmentStatus,
  shipments,
} from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { shipmentColumns } from './shipment-columns.js';

type Contract = typeof shipments.listShipments;

/** Ids are UUIDv7: the newest comes first. */
const pages = new KeysetPages({
  name: 'list_shipments',
  select: `SELECT ${shipmentColumns} FROM shipments.shipments`,
  key: ['id'],
  order: 'DESC',
  filters: ['order_id'],
  enums: { status: shipmentStatus.options },
  cursor: z.tuple([id]),
  keyOf: (row: OperationOutput<Contract>['items'][number]) => [row.id],
});

@Operation(shipments.listShipments)
export class ListShipments implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return pages.read(unit, query, { order_id: query.orderId, status: query.status });
  }
}
