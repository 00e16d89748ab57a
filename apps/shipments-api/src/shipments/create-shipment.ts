import { type OperationInput, type OperationOutput, Problem, shipments } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { v7 as uuidv7 } from 'uuid';
import { AsnLine } from './asn-line.entity.js';
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
    const { lines, ...notice } = body;
    const shipment = {
      ...notice,
      id: uuidv7(),
      status: 'planned' as const,
      etaOn: body.promisedOn,
      etaEarliestOn: null,
      etaLatestOn: null,
      deliveredOn: null,
      version: 1,
    };
    const asnLines = lines.map((line) => ({ ...line, asnLineId: uuidv7() }));
    await unit.manager.insert(Shipment, shipment);
    await unit.manager.insert(
      AsnLine,
      asnLines.map((line) => ({ ...line, shipmentId: shipment.id })),
    );
    // Not read back: who brings notices in has no right to read exceptions.
    return { ...shipment, lines: asnLines, exceptions: [] };
  }
}
