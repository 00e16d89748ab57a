import { z } from 'zod';
import { defineOperation } from '../operation.js';
import {
  businessDate,
  count,
  id,
  LARGEST_QUANTITY,
  location,
  minorUnits,
  page,
  pageQuery,
  quantity,
  sku,
  text,
} from '../values.js';
import { orderLifeOperations } from './life.js';
import { offerOperations } from './offers.js';
import { candidates, order, orderStatus, revision } from './order.js';

const service = 'orders-api';
const byId = z.strictObject({ id });

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

const linesOf = (body: unknown) => z.object({ lines: z.array(newLine) }).parse(body).lines;

/** What the chosen offers cost by whoever orders; what they really cost, the order says, which may hold more lines. */
const orderWorth = {
  stated: (body: unknown): number =>
    linesOf(body).reduce(
      (sum, line) => sum + (line.candidates.find(({ offerId }) => offerId === line.offerId)?.costMinor ?? 0),
      0,
    ),
  real: (output: unknown, body: unknown): number => {
    const requested = new Set(linesOf(body).map(({ requestId }) => requestId));
    return order
      .parse(output)
      .lines.filter(({ requestId }) => requested.has(requestId))
      .reduce((sum, { packs, packPriceMinor }) => sum + packs * packPriceMinor, 0);
  },
};

export const orders = {
  ...offerOperations,
  ...orderLifeOperations,
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
      'Orders goods for replenishment requests: adds them to the draft for their supplier and place, or opens one.',
    description:
      'The answer is the draft with all its lines; when its short window ends it is decided on as a whole: policy approves it, or it waits for a person and approvalReasons says why. A line is for one request; quantity is in base units, whole packs of an offer that stands on orderedOn. candidates holds every offer that was weighed with its cost, that of the line too. 409: a request is ordered already, or is not for this.',
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
              packs: 20,
              packPriceMinor: 6_000,
              leadTimeDays: 62,
              onTimeShare: 0.93,
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
