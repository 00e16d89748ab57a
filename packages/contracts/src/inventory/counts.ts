import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { businessDate, count, delta, id, location, page, sku, timestamp } from '../values.js';
import { adjustmentReason, level } from './levels.js';
import { filter, service, today } from './place.js';

/** Stock may have been taken before it was booked: the books can be below 0 on a past day, or be far above. */
const balance = z.int().describe('Base units; may be negative');

/** What somebody counted at a place, beside what its movements said. */
export const cycleCount = z.strictObject({
  id,
  sku,
  location,
  counted: count,
  /** Sum of the movements up to the end of that day, of those that were recorded by then. */
  expected: balance,
  /** counted - expected: booked as a movement of that day where it is not 0. */
  difference: balance,
  countedOn: businessDate,
  recordedAt: timestamp,
  agent: z.string(),
});

/** Operations that hold the books against what is really there, and set right what was booked wrongly. */
export const countOperations = {
  recordCycleCount: defineOperation({
    id: 'inventory.record_cycle_count',
    service,
    method: 'POST',
    path: '/v1/cycle-counts',
    scope: 'inventory:write',
    summary: 'Records what was counted at a place, and books its difference from the movements up to then.',
    description:
      'counted: all pieces on the shelf, reserved and held ones too. countedOn: the day at whose end they were there, today where it is left out. What happened after that day stays booked on top. 403 condition_failed: too far from the books for your role, a person records it. 409 insufficient_stock: fewer than are reserved or held.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', counted: 1180 },
    body: cycleCount.pick({ sku: true, location: true, counted: true }).extend({ countedOn: today }),
    output: cycleCount.extend({ level }),
    status: 201,
  }),
  listCycleCounts: defineOperation({
    id: 'inventory.list_cycle_counts',
    service,
    method: 'GET',
    path: '/v1/cycle-counts',
    scope: 'inventory:read',
    summary: 'Lists what was counted, in the order of recording, with the difference from the books.',
    description: 'The movements that a count has booked or taken back have its id as reference.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA' },
    query: z.strictObject(filter),
    output: page(cycleCount),
  }),
  recordCorrection: defineOperation({
    id: 'inventory.record_correction',
    service,
    method: 'POST',
    path: '/v1/corrections',
    scope: 'inventory:write',
    summary: 'Corrects what was booked for a past day by a signed number of base units, with a reason.',
    description:
      'Changes the history from occurredOn on. Where the place was counted after that day, the count has seen the truth already: the stock on hand stays as it is, and countId names the count. For what is found today use inventory_record_adjustment, for a count inventory_record_cycle_count.',
    example: {
      sku: 'abacavir-300mg-60-tabs',
      location: 'ACCRA',
      delta: -90,
      reason: 'correction',
      occurredOn: '2012-06-20',
      movementId: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
    },
    body: z.strictObject({
      sku,
      location,
      delta,
      reason: adjustmentReason,
      occurredOn: businessDate,
      /** The movement that was booked wrongly, where it was one. */
      movementId: id.nullable().default(null),
    }),
    output: z.strictObject({
      id,
      sku,
      location,
      delta,
      reason: adjustmentReason,
      occurredOn: businessDate,
      movementId: id.nullable(),
      /** The later count that had seen it already; null where the stock on hand has changed. */
      countId: id.nullable(),
      level,
    }),
    status: 201,
  }),
};
