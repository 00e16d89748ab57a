import type { shipment } from '@stockade/contracts';
import type { z } from 'zod';

export type ShipmentStatus = z.output<typeof shipment>['status'];

/** How far a shipment has come. Whoever takes in what had been returned has it: that is the furthest. */
const progress: readonly ShipmentStatus[] = [
  'planned',
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'returned',
  'delivered',
];

/** CBV 2.0 business steps that tell of progress; the others, such as `holding`, tell of none. */
const statusOfStep: Readonly<Record<string, ShipmentStatus>> = {
  shipping: 'pre_transit',
  departing: 'in_transit',
  transporting: 'in_transit',
  arriving: 'out_for_delivery',
  receiving: 'delivered',
};

/** The status that an event reports; undefined where it tells of no progress. */
export function statusReported(
  bizStep: string | null,
  disposition: string | null,
): ShipmentStatus | undefined {
  if (disposition === 'returned') return 'returned';
  return bizStep !== null && Object.hasOwn(statusOfStep, bizStep) ? statusOfStep[bizStep] : undefined;
}

export const isUnderWay = (status: ShipmentStatus): boolean =>
  progress.includes(status) && status !== 'delivered' && status !== 'returned';

/** Whether a status is further than another; `lost` and `cancelled` are ends that no event leads out of. */
export const isFurther = (status: ShipmentStatus, than: ShipmentStatus): boolean =>
  progress.includes(than) && progress.indexOf(status) > progress.indexOf(than);
