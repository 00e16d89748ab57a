import { randomUUID } from 'node:crypto';
import type { JobPayload, jobs } from '@stockade/contracts';
import { location, seededLevels, skuOf } from '../rig/levels.js';

export type DeliveredLine = JobPayload<typeof jobs.asnDelivered>;

/** A delivered line of a ship notice that nobody has told of yet. */
export function deliveredLine(turn: number): DeliveredLine {
  return {
    shipmentId: randomUUID(),
    orderId: randomUUID(),
    deliveredOn: '2012-06-15',
    destination: location,
    asnLineId: randomUUID(),
    requestId: randomUUID(),
    sku: skuOf(turn % seededLevels),
    quantity: 1,
  };
}
