import { type OperationInput, type OperationOutput, shipments } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { presentShipment, readShipment } from './read-shipment.js';

type Contract = typeof shipments.getShipment;

@Operation(shipments.getShipment)
export class GetShipment implements Handler<Contract> {
  async handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return presentShipment(await readShipment(unit, params.id));
  }
}
