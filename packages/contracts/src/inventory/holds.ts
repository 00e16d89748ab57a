import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { id, location, page, quantity, sku, timestamp } from '../values.js';
import { byId, filter, service } from './place.js';

/** Stock that is on hand and must not leave: its quality or whose it is stands in question. */
export const hold = z.strictObject({
  id,
  sku,
  location,
  quantity,
  /** `over_delivery`: it came beyond what was ordered and the tolerance; policy holds it for a person. */
  reason: z.enum(['quality', 'dispute', 'recall', 'over_delivery']),
  status: z.enum(['active', 'released']),
  placedBy: z.string(),
  placedAt: timestamp,
  releasedBy: z.string().nullable(),
  releasedAt: timestamp.nullable(),
});

export const holdOperations = {
  placeHold: defineOperation({
    id: 'inventory.place_hold',
    service,
    method: 'POST',
    path: '/v1/holds',
    scope: 'inventory:write',
    summary: 'Puts available stock on hold: it stays on hand, and nobody can reserve or issue it.',
    description: '409 insufficient_stock says what is available; nothing is held in part.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', quantity: 120, reason: 'quality' },
    body: hold.pick({ sku: true, location: true, quantity: true, reason: true }),
    output: hold,
    status: 201,
  }),
  listHolds: defineOperation({
    id: 'inventory.list_holds',
    service,
    method: 'GET',
    path: '/v1/holds',
    scope: 'inventory:read',
    summary: 'Lists holds, the oldest first.',
    description: "The quantities of a place's active holds sum to the hold of its level.",
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', status: 'active' },
    query: z.strictObject({ ...filter, status: hold.shape.status.optional() }),
    output: page(hold),
  }),
  releaseHold: defineOperation({
    id: 'inventory.release_hold',
    service,
    method: 'POST',
    path: '/v1/holds/{id}/release',
    scope: 'inventory:write',
    summary:
      'Releases a hold: its stock is available again. An agent releases only what it has put on hold itself.',
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc' },
    params: byId,
    output: hold,
  }),
};
