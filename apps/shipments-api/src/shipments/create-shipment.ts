import { type OperationInput, type OperationOutput, Problem, shipments } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { v7 as uuidv7 } from 'uuid';
import { AsnLine } from './asn-line.entity.js';
import { presentShipment, readShipment } from './read-shipment.js';
import { Shipment } from './shipment.entity.js';

type Contract = typeof shipments.createShipment;

@Operation(shipments.createShipment)
export class CreateShipment implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    if (body.promisedOn < body.shippedOn) {
      throw new Problem('validation_failed', {
        detail: 'A shipment is promised for the day it leaves or a later one.',
        errors: [{ pointer: '/body/promisedOn', detail: `must not lie before ${body.shippedOn}` }],
      });
    }
    const { lines, ...fields } = body;
    const id = uuidv7();
    await unit.manager.insert(Shipment, {
      ...fields,
      id,
      status: 'planned',
      etaOn: body.promisedOn,
      deliveredOn: null,
      version: 1,
    });
    await unit.manager.insert(
      AsnLine,
      lines.map((line) => ({ ...line, asnLineId: uuidv7(), shipmentId: id })),
    );
    return presentShipment(await readShipment(unit, id));
  }
}
