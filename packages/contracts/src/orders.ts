import { z } from 'zod';
import { defineOperation } from './operation.js';
import { candidates, order, orderStatus, revision } from './order.js';
import { orderLifeOperations } from './orders-life.js';
import {
  businessDate,
  count,
  currency,
  id,
  LARGEST_QUANTITY,
  location,
  minorUnits,
  outsideText,
  page,
  pageQuery,
  quantity,
  sku,
  text,
} from './values.js';

const service = 'orders-api';
const byId = z.strictObject({ id });

export const supplier = z.strictObject({
  id,
  name: outsideText(z.string(), 'supplier'),
  /** Only an active supplier may be ordered from. */
  status: z.enum(['active', 'suspended']),
});

export const offer = z.strictObject({
  id,
  supplierId: id,
  sku,
  unitsPerPack: z.int().min(1),
  packPriceMinor: minorUnits,
  currency,
  minimumPacks: z.int().min(1),
  leadTimeDays: z.int().min(0),
  leadTimeDeviationDays: z.int().min(0),
  /** Share of deliveries that came by the promised day, 0 to 1. */
  onTimeShare: z.number().min(0).max(1).describe('Share of deliveries by the promised day, 0 to 1'),
});

const decision = z.strictObject({ reason: text(500) });

const decide = <const Act extends 'approve' | 'reject' | 'cancel', const Scope extends string>(
  act: Act,
  scope: Scope,
  summary: string,
) =>
  defineOperation({
    id: `orders.${act}_order`,
    service,
    method: 'POST',
    path: `/v1/orders/{id}/${act}`,
    scope,
    summary,
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc', reason: 'covered by the order of last week' },
    destructive: act !== 'approve',
    params: byId,
    body: decision,
    output: order,
    etag: true,
  });

const newLine = z.strictObject({
  requestId: id,
  offerId: id,
  sku,
  quantity,
  neededOn: businessDate,
  candidates,
});

/** What the chosen offers cost by whoever orders; what they really cost, the order says. */
const orderWorth = {
  stated: (body: unknown): number =>
    z
      .object({ lines: z.array(newLine) })
      .parse(body)
      .lines.reduce(
        (sum, line) =>
          sum + (line.candidates.find(({ offerId }) => offerId === line.offerId)?.costMinor ?? 0),
        0,
      ),
  real: (output: unknown): number => order.parse(output).totalMinor,
};

export const orders = {
  ...orderLifeOperations,
  listSuppliers: defineOperation({
    id: 'orders.list_suppliers',
    service,
    method: 'GET',
    path: '/v1/suppliers',
    scope: 'suppliers:read',
    summary: 'Lists suppliers; with `sku`, those that offer it.',
    example: { sku: 'abacavir-300mg-60-tabs' },
    query: z.strictObject({ ...pageQuery, sku: sku.optional() }),
    output: page(supplier),
  }),
  listOffers: defineOperation({
    id: 'orders.list_offers',
    service,
    method: 'GET',
    path: '/v1/suppliers/{id}/offers',
    scope: 'suppliers:read',
    summary: 'Lists what a supplier offers: price of a pack, minimum, lead time, reliability.',
    description:
      'An order is made in whole packs: minimumPacks or more, unitsPerPack base units in each, at packPriceMinor.',
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc', sku: 'abacavir-300mg-60-tabs' },
    params: byId,
    query: z.strictObject({ ...pageQuery, sku: sku.optional() }),
    output: page(offer),
  }),
  listOrders: defineOperation({
    id: 'orders.list_orders',
    service,
    method: 'GET',
    path: '/v1/orders',
    scope: 'orders:read',
    summary: 'Lists purchase orders, newest first.',
    example: { status: 'pending_approval' },
    query: z.strictObject({ ...pageQuery, status: orderStatus.optional(), requestId: id.optional() }),
    output: page(order),
  }),
  getOrder: defineOperation({
    id: 'orders.get_order',
    service,
    method: 'GET',
    path: '/v1/orders/{id}',
    scope: 'orders:read',
    summary: 'Reads one purchase order.',
    description:
      'A line is for one replenishment request (requestId) and holds the offers that were weighed for it (candidates), those that lost too. totalMinor is the value of the order.',
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc' },
    params: byId,
    output: order,
    etag: true,
  }),
  createOrder: defineOperation({
    id: 'orders.create_order',
    service,
    method: 'POST',
    path: '/v1/orders',
    scope: 'orders:create',
    summary:
      'Orders goods for replenishment requests; within the limit policy approves it, above it a person must.',
    description:
      'A line is for one request; quantity is in base units and rounded up to packs. candidates holds every offer that was weighed with its cost, that of the line too. 409: a request is ordered already, or is not for this.',
    example: {
      supplierId: '0198c1a2-7b3c-7d4e-8f50-abcdef012345',
      location: 'ACCRA',
      orderedOn: '2012-06-20',
      lines: [
        {
          requestId: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
          offerId: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
          sku: 'abacavir-300mg-60-tabs',
          quantity: 1200,
          neededOn: '2012-08-01',
          candidates: [
            {
              offerId: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
              supplierId: '0198c1a2-7b3c-7d4e-8f50-abcdef012345',
              costMinor: 125_000,
              eligible: true,
              note: 'lowest cost of those that come in time',
            },
          ],
        },
      ],
    },
    worth: orderWorth,
    body: z.strictObject({
      supplierId: id,
      location,
      orderedOn: businessDate,
      lines: z.array(newLine).min(1).max(50),
    }),
    output: order,
    status: 201,
    etag: true,
  }),
  approveOrder: decide(
    'approve',
    'orders:approve',
    'Approves an order that waits for a person; never by who created it.',
  ),
  rejectOrder: decide('reject', 'orders:approve', 'Rejects an order that waits for a person.'),
  cancelOrder: decide('cancel', 'orders:cancel', 'Cancels an order of which nothing has been received.'),
  transmitOrder: defineOperation({
    id: 'orders.transmit_order',
    service,
    method: 'POST',
    path: '/v1/orders/{id}/transmission',
    scope: 'orders:transmit',
    summary: 'Tells that an approved order has been sent to its supplier, and answers with it.',
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc', sentOn: '2012-06-21' },
    params: byId,
    body: z.strictObject({ sentOn: businessDate }),
    output: order,
    etag: true,
  }),
  acknowledgeOrder: defineOperation({
    id: 'orders.acknowledge_order',
    service,
    method: 'POST',
    path: '/v1/orders/{id}/acknowledgement',
    scope: 'orders:transmit',
    summary: "Records the supplier's answer: accepted with a promised day and quantities, or declined.",
    description:
      'The answer is for one revision of the order; 409 conflict: it was amended since. What is confirmed for less goes to another supplier; more, a higher price or a far later day waits for a person. A declined amendment is withdrawn.',
    example: {
      id: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
      body: { decision: 'declined', revision: 1, reason: 'discontinued' },
    },
    params: byId,
    body: z.discriminatedUnion('decision', [
      z.strictObject({
        decision: z.literal('accepted'),
        revision,
        promisedOn: businessDate,
        lines: z
          .array(
            z.strictObject({
              lineId: id,
              confirmedQuantity: count.max(LARGEST_QUANTITY),
              packPriceMinor: minorUnits.optional(),
            }),
          )
          .min(1)
          .max(50),
      }),
      z.strictObject({ decision: z.literal('declined'), revision, reason: text(500) }),
    ]),
    output: order,
    etag: true,
  }),
};
