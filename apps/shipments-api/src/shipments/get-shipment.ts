import { type OperationInput, type Problem, shipments } from '@stockade/contracts';
import { lookup } from '@stockade/database';
import { Operation, ReadByKey } from '@stockade/service';
import { unknownShipment } from './known-shipment.js';
import { shipmentColumns } from './shipment-columns.js';

type Contract = typeof shipments.getShipment;

@Operation(shipments.getShipment)
export class GetShipment extends ReadByKey<Contract> {
  readonly lookup = lookup('shipment_by_id', {
    table: 'shipments.shipments',
    columns: shipmentColumns,
    key: { id: 'uuid' },
  });

  keyOf({ params }: OperationInput<Contract>): string[] {
    return [params.id];
  }

  missing({ params }: OperationInput<Contract>): Problem {
    return unknownShipment(params.id);
  }
}
