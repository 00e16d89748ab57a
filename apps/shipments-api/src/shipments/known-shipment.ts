import { Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';

const selectShipment = statement('select_shipment', 'SELECT FROM shipments.shipments WHERE id = $1');

export const unknownShipment = (id: string) =>
  new Problem('not_found', { detail: `There is no shipment ${id}.` });

/** @throws Problem `not_found` */
export async function assertKnown(unit: UnitOfWork, shipmentId: string): Promise<void> {
  const [known] = await unit.query(selectShipment, [shipmentId]);
  if (known === undefined) throw unknownShipment(shipmentId);
}
