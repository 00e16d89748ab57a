import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { businessDate, count, delta, id, location, page, sku, timestamp, version } from '../values.js';
import { filter, place, service } from './place.js';

export const level = z.strictObject({
  sku,
  location,
  onHand: count,
  reserved: count,
  hold: count,
  available: count,
  version,
});

export const adjustmentReason = z.enum(['cycle_count', 'damage', 'found', 'correction']);

export const movement = z.strictObject({
  id,
  sku,
  location,
  delta,
  kind: z.enum(['opening', 'adjustment', 'issue', 'receipt', 'transfer', 'count', 'correction']),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  occurredOn: businessDate.nullable(),
  recordedAt: timestamp,
  agent: z.string(),
});

export const levelOperations = {
  listLevels: defineOperation({
    id: 'inventory.list_levels',
    service,
    method: 'GET',
    path: '/v1/levels',
    scope: 'inventory:read',
    summary: 'Lists stock levels, in base units, by SKU and location.',
    description: 'available = onHand - reserved - hold. Filter by sku, by location or by both.',
    example: { location: 'ACCRA', limit: 20 },
    query: z.strictObject(filter),
    output: page(level),
  }),
  getLevel: defineOperation({
    id: 'inventory.get_level',
    service,
    method: 'GET',
    path: '/v1/levels/{sku}/{location}',
    scope: 'inventory:read',
    summary: 'Reads the stock of one SKU at one location, in base units.',
    description:
      'available = onHand - reserved - hold; only available stock can be issued. Use inventory_list_levels to find a SKU.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA' },
    params: place,
    output: level,
    etag: true,
  }),
  listMovements: defineOperation({
    id: 'inventory.list_movements',
    service,
    method: 'GET',
    path: '/v1/movements',
    scope: 'inventory:read',
    summary: 'Lists the append-only movements that sum to the stock on hand.',
    description:
      'Each movement is a signed change (delta); their sum for a place is its onHand. kind count: what a cycle count found to differ, or had seen already (reason seen_by_count); its reference is the count.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', limit: 20 },
    query: z.strictObject(filter),
    output: page(movement),
  }),
  recordAdjustment: defineOperation({
    id: 'inventory.record_adjustment',
    service,
    method: 'POST',
    path: '/v1/adjustments',
    scope: 'inventory:write',
    summary: 'Corrects the stock on hand by a signed number of base units, with a reason.',
    description:
      'Use it for what a count, a damage or a find shows, never for goods that a shipment brought. The answer has the level after it.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', delta: -12, reason: 'damage' },
    body: z.strictObject({ sku, location, delta, reason: adjustmentReason }),
    output: z.strictObject({ id, sku, location, delta, reason: adjustmentReason, level }),
    status: 201,
  }),
};
