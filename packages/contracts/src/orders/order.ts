import { z } from 'zod';
import {
  businessDate,
  count,
  currency,
  id,
  location,
  minorUnits,
  outsideText,
  sku,
  text,
  version,
} from '../values.js';

export const revision = z
  .int()
  .min(1)
  .describe('Of the order as it is agreed: 1 as first made, then the number of the amendment that holds');

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
  'closed',
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
  /** Base units: `packs * unitsPerPack`; 0 when an amendment dropped the line. */
  quantity: count,
  packs: z.int().min(0),
  unitsPerPack: z.int().min(1),
  packPriceMinor: minorUnits,
  neededOn: businessDate,
  confirmedQuantity: count.nullable(),
  /** What the supplier asks for a pack, where the answer named a price. */
  confirmedPackPriceMinor: minorUnits.nullable(),
  receivedQuantity: count,
  /** Base units that a person gave up waiting for, and who did last and why. */
  shortClosedQuantity: count,
  shortClosedBy: z.string().nullable(),
  shortCloseReason: z.string().nullable(),
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
  revision,
  /** Who made the revision that holds now, by an amendment. */
  amendedBy: z.string().nullable(),
  /** Who holds it: nothing is sent to the supplier meanwhile. */
  heldBy: z.string().nullable(),
  holdReason: z.string().nullable(),
  /** `policy` when within the limit, else the person. */
  decidedBy: z.string().nullable(),
  /** Of a person, of the policy, or of the supplier that declined. */
  decisionReason: outsideText(z.string().nullable(), 'supplier'),
  version,
});

/** What an amendment may change, and what comes back when it is withdrawn. */
export const orderTerms = z.strictObject({
  ...order.pick({
    revision: true,
    status: true,
    neededOn: true,
    promisedOn: true,
    totalMinor: true,
    amendedBy: true,
    decidedBy: true,
    decisionReason: true,
  }).shape,
  lines: z.array(
    orderLine.pick({
      id: true,
      quantity: true,
      packs: true,
      packPriceMinor: true,
      neededOn: true,
      confirmedQuantity: true,
      confirmedPackPriceMinor: true,
    }),
  ),
});
