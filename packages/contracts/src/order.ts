import { z } from 'zod';
import {
  businessDate,
  count,
  currency,
  id,
  location,
  minorUnits,
  outsideText,
  quantity,
  sku,
  text,
  version,
} from './values.js';

export const orderStatus = z.enum([
  'draft',
  'pending_approval',
  'approved',
  'rejected',
  'sent',
  'acknowledged',
  'declined',
  'partially_received',
  'received',
  'cancelled',
]);

/** The offers that were weighed for a line, the best first: why this supplier, and why not the others. */
export const candidates = z
  .array(
    z.strictObject({
      offerId: id,
      supplierId: id,
      costMinor: minorUnits,
      eligible: z.boolean(),
      packs: z.int().min(1),
      /** At the price break for these packs. */
      packPriceMinor: minorUnits,
      leadTimeDays: z.int().min(0),
      onTimeShare: z.number().min(0).max(1),
      note: outsideText(text(300), 'agent'),
    }),
  )
  .min(1)
  .max(50);

/** What one order buys for one replenishment request. */
export const orderLine = z.strictObject({
  id,
  requestId: id,
  offerId: id,
  sku,
  /** Base units: `packs * unitsPerPack`. */
  quantity,
  packs: z.int().min(1),
  unitsPerPack: z.int().min(1),
  packPriceMinor: minorUnits,
  neededOn: businessDate,
  confirmedQuantity: count.nullable(),
  receivedQuantity: count,
  candidates,
});

export const order = z.strictObject({
  id,
  supplierId: id,
  location,
  currency,
  status: orderStatus,
  totalMinor: minorUnits,
  orderedOn: businessDate,
  /** The earliest of its lines. */
  neededOn: businessDate,
  sentOn: businessDate.nullable(),
  promisedOn: businessDate.nullable(),
  lines: z.array(orderLine),
  createdBy: z.string(),
  /** Why policy alone may not approve it; empty where it may. */
  approvalReasons: z.array(z.string()).max(100),
  /** `policy` when within the limit, else the person. */
  decidedBy: z.string().nullable(),
  /** Of a person, of the policy, or of the supplier that declined. */
  decisionReason: outsideText(z.string().nullable(), 'supplier'),
  version,
});
