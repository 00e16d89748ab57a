import { z } from 'zod';
import { defineOperation } from '../operation.js';
import {
  businessDate,
  count,
  id,
  LARGEST_QUANTITY,
  outsideText,
  page,
  pageQuery,
  text,
  timestamp,
} from '../values.js';
import { order, orderTerms } from './order.js';

const service = 'orders-api';
const byId = z.strictObject({ id });
const reason = text(500);
const exampleId = '0198c1a2-7b3c-7d4e-8f50-123456789abc';

export const amendment = z.strictObject({
  /** Which revision of the order it made. */
  revision: z.int().min(2),
  before: orderTerms,
  after: orderTerms,
  reason,
  amendedBy: z.string(),
  amendedAt: timestamp,
  /** Whose word undid it before it came to hold: a person's, the deadline's or the supplier's. */
  withdrawnBy: z.string().nullable(),
  withdrawnReason: outsideText(z.string().nullable(), 'supplier'),
});

/** What people do with an order in the course of its life, beside deciding on it. */
export const orderLifeOperations = {
  holdOrder: defineOperation({
    id: 'orders.hold_order',
    service,
    method: 'POST',
    path: '/v1/orders/{id}/hold',
    scope: 'orders:amend',
    summary: 'Holds an order: nothing of it is sent to the supplier until it is resumed.',
    description:
      'Decisions, answers of the supplier and receipts go on counting. An order that has been sent stays sent.',
    example: { id: exampleId, reason: 'the budget of the programme is being reviewed' },
    params: byId,
    body: z.strictObject({ reason }),
    output: order,
    etag: true,
  }),
  resumeOrder: defineOperation({
    id: 'orders.resume_order',
    service,
    method: 'POST',
    path: '/v1/orders/{id}/resume',
    scope: 'orders:amend',
    summary: 'Ends the hold of an order, which goes on where it stood; an approved one is sent.',
    example: { id: exampleId },
    params: byId,
    output: order,
    etag: true,
  }),
  amendOrder: defineOperation({
    id: 'orders.amend_order',
    service,
    method: 'POST',
    path: '/v1/orders/{id}/amendments',
    scope: 'orders:amend',
    summary:
      'Changes quantities or needed days of an approved order, or drops lines; the supplier is sent the new revision.',
    description:
      'Name the lines that change: quantity in base units, whole packs, 0 drops the line; a line is never made less than what came. An order raised above the limit waits for a person other than who amended it; rejected or declined, the revision before holds again.',
    example: {
      id: exampleId,
      reason: 'half of it is covered by a donation',
      lines: [{ lineId: '0198c1a2-7b3c-7d4e-8f50-abcdef012345', quantity: 600 }],
    },
    params: byId,
    body: z.strictObject({
      reason,
      lines: z
        .array(
          z.strictObject({
            lineId: id,
            quantity: count.max(LARGEST_QUANTITY).optional(),
            neededOn: businessDate.optional(),
          }),
        )
        .min(1)
        .max(50),
    }),
    output: order,
    etag: true,
  }),
  listAmendments: defineOperation({
    id: 'orders.list_amendments',
    service,
    method: 'GET',
    path: '/v1/orders/{id}/amendments',
    scope: 'orders:read',
    summary:
      'Lists the amendments of an order, newest first: who changed what, why, and whether it was withdrawn.',
    example: { id: exampleId },
    params: byId,
    query: z.strictObject(pageQuery),
    output: page(amendment),
  }),
  shortCloseOrder: defineOperation({
    id: 'orders.short_close_order',
    service,
    method: 'POST',
    path: '/v1/orders/{id}/short-close',
    scope: 'orders:amend',
    summary: 'Gives up what has not come of the lines named, once something of the order has come.',
    description:
      'Their requests expect nothing more, so that the need is planned anew. Before the first receipt, cancel the order or amend it.',
    example: {
      id: exampleId,
      reason: 'the supplier has stopped making it',
      lineIds: ['0198c1a2-7b3c-7d4e-8f50-abcdef012345'],
    },
    destructive: true,
    params: byId,
    body: z.strictObject({ reason, lineIds: z.array(id).min(1).max(50) }),
    output: order,
    etag: true,
  }),
};
