import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { businessDate, count, id, location, outsideText, page, quantity, sku } from '../values.js';
import { filter, service, today } from './place.js';

/** Sums over the receipts of one place that came for a request: days from request to receipt. */
export const leadTimes = z.strictObject({
  sku,
  location,
  receipts: count,
  days: count,
  squaredDays: count,
});

/** Batch or lot number as it stands on the pack: 1 to 20 of the 82 characters of GS1 AI (10). */
const lotNumber = outsideText(
  z.string().regex(/^[!"%-?A-Z_a-z]{1,20}$/, {
    error: 'must be a lot number: 1 to 20 letters, digits or signs, without spaces',
  }),
  'supplier',
);

const lot = z.strictObject({
  number: lotNumber,
  expiresOn: businessDate.nullable(),
});

export const receipt = z.strictObject({
  id,
  asnLineId: id,
  requestId: id.nullable(),
  sku,
  location,
  quantity,
  receivedOn: businessDate,
  /** Null where the ship notice named none. */
  lot: lot.nullable(),
});

export const receiptOperations = {
  recordReceipt: defineOperation({
    id: 'inventory.record_receipt',
    service,
    method: 'POST',
    path: '/v1/receipts',
    scope: 'inventory:write',
    summary: 'Books goods that a delivered ship notice line brought; a line is received once.',
    description:
      'asnLineId and requestId come from the shipment (shipments_get). What exceeds the tolerance of your role is on hold until a person releases it. lot: what stands on the packs, where it is known.',
    example: {
      asnLineId: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
      sku: 'abacavir-300mg-60-tabs',
      location: 'ACCRA',
      quantity: 600,
      lot: { number: 'AB-2291', expiresOn: '2014-06-30' },
    },
    body: receipt.omit({ id: true }).extend({
      requestId: id.nullable().default(null),
      receivedOn: today,
      lot: lot.extend({ expiresOn: businessDate.nullable().default(null) }).optional(),
    }),
    output: receipt,
    status: 201,
  }),
  listReceipts: defineOperation({
    id: 'inventory.list_receipts',
    service,
    method: 'GET',
    path: '/v1/receipts',
    scope: 'inventory:read',
    summary: 'Lists what was received, in the order of recording; by lot number to trace a recall.',
    description:
      'Each receipt names the ship notice line that brought it (asnLineId) and the replenishment request that it was for.',
    example: { lot: 'AB-2291' },
    query: z.strictObject({ ...filter, lot: lotNumber.optional() }),
    output: page(receipt),
  }),
  listLeadTimes: defineOperation({
    id: 'inventory.list_lead_times',
    service,
    method: 'GET',
    path: '/v1/lead-times',
    scope: 'inventory:read',
    summary: 'Sums up the days from request to receipt as they were observed, by SKU and location.',
    description:
      'days / receipts is the mean lead time that was seen; the reorder policy has the agreed one.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA' },
    query: z.strictObject(filter),
    output: page(leadTimes),
  }),
};
