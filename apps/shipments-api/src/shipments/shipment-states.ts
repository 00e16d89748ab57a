import type { objectEvent, shipment } from '@stockade/contracts';
import type { z } from 'zod';

export type ShipmentStatus = z.output<typeof shipment>['status'];
export type BizStep = z.output<typeof objectEvent>['bizStep'];

/** How far a shipment has come; carriers report late and in any order, so only a higher rank counts. */
const progress: readonly ShipmentStatus[] = [
  'planned',
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'delivered',
];

/** CBV 2.0 business steps; `holding` tells of a delay, not of progress. */
const statusOfStep: Record<BizStep, ShipmentStatus | undefined> = {
  shipping: 'pre_transit',
  departing: 'in_transit',
  transporting: 'in_transit',
  arriving: 'out_for_delivery',
  receiving: 'delivered',
  holding: undefined,
};

export const isUnderWay = (status: ShipmentStatus): boolean => {
  const rank = progress.indexOf(status);
  return rank >= 0 && status !== 'delivered';
};

/** The status after an event, in whatever order events come; never further back than before. */
export function statusAfterEvent(
  status: ShipmentStatus,
  step: BizStep,
  disposition: string | undefined,
): ShipmentStatus {
  if (!isUnderWay(status)) return status;
  if (disposition === 'returned') return 'returned';
  const reported = statusOfStep[step];
  if (reported === undefined) return status;
  return progress.indexOf(reported) > progress.indexOf(status) ? reported : status;
}
