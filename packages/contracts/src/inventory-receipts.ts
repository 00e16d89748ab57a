import { z } from 'zod';
import { filter, service, today } from './inventory-place.js';
import { defineOperation } from './operation.js';
import { businessDate, count, id, location, page, quantity, sku } from './values.js';

/** Sums over the receipts of one place that came for a request: days from request to receipt. */
export const leadTimes = z.strictObject({
  sku,
  location,
  receipts: count,
  days: count,
  squaredDays: count,
});

export const receipt = z.strictObject({
  id,
  asnLineId: id,
  requestId: id.nullable(),
  sku,
  location,
  quantity,
  receivedOn: businessDate,
});

export const receiptOperations = {
  recordReceipt: defineOperation({
    id: 'inventory.record_receipt',
    service,
    method: 'POST',
    path: '/v1/receipts',
    scope: 'inventory:write',
    summary: 'Books goods that a delivered ship notice line brought; a line is received once.',
    description: 'asnLineId and requestId come from the shipment (shipments_get).',
    example: {
      asnLineId: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
      sku: 'abacavir-300mg-60-tabs',
      location: 'ACCRA',
      quantity: 600,
    },
    body: receipt.omit({ id: true }).extend({ requestId: id.nullable().default(null), receivedOn: today }),
    output: receipt,
    status: 201,
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
