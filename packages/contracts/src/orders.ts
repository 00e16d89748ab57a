import { z } from 'zod';
import { defineOperation } from './operation.js';
import {
  businessDate,
  count,
  currency,
  id,
  LARGEST_QUANTITY,
  location,
  minorUnits,
  page,
  pageQuery,
  quantity,
  sku,
  text,
  version,
} from './values.js';

const service = 'orders-api';
const byId = z.strictObject({ id });

export const supplier = z.strictObject({
  id,
  name: z.string(),
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
  onTimeShare: z.number().min(0).max(1),
});

export const orderStatus = z.enum([
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

export const orderLine = z.strictObject({
  id,
  offerId: id,
  sku,
  /** Base units: `packs * unitsPerPack`. */
  quantity,
  packs: z.int().min(1),
  unitsPerPack: z.int().min(1),
  packPriceMinor: minorUnits,
  confirmedQuantity: count.nullable(),
  receivedQuantity: count,
});

/** Why this supplier, and why not the others. */
export const sourcing = z.strictObject({
  chosen: id,
  candidates: z
    .array(
      z.strictObject({
        offerId: id,
        supplierId: id,
        costMinor: minorUnits,
        eligible: z.boolean(),
        note: text(300),
      }),
    )
    .min(1)
    .max(50),
});

export const order = z.strictObject({
  id,
  requestId: id,
  supplierId: id,
  location,
  currency,
  status: orderStatus,
  totalMinor: minorUnits,
  orderedOn: businessDate,
  neededOn: businessDate,
  sentOn: businessDate.nullable(),
  promisedOn: businessDate.nullable(),
  lines: z.array(orderLine),
  sourcing,
  createdBy: z.string(),
  /** `policy` when within the limit, else the person. */
  decidedBy: z.string().nullable(),
  decisionReason: z.string().nullable(),
  version,
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
    params: byId,
    body: decision,
    output: order,
    etag: true,
  });

export const orders = {
  listSuppliers: defineOperation({
    id: 'orders.list_suppliers',
    service,
    method: 'GET',
    path: '/v1/suppliers',
    scope: 'suppliers:read',
    summary: 'Lists suppliers; with `sku`, those that offer it.',
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
      'Orders goods for a replenishment request; within the limit policy approves it, above it a person must.',
    body: z.strictObject({
      requestId: id,
      supplierId: id,
      location,
      orderedOn: businessDate,
      neededOn: businessDate,
      sourcing,
      lines: z
        .array(z.strictObject({ offerId: id, sku, quantity }))
        .min(1)
        .max(50),
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
    params: byId,
    body: z.discriminatedUnion('decision', [
      z.strictObject({
        decision: z.literal('accepted'),
        promisedOn: businessDate,
        lines: z
          .array(z.strictObject({ lineId: id, confirmedQuantity: count.max(LARGEST_QUANTITY) }))
          .min(1)
          .max(50),
      }),
      z.strictObject({ decision: z.literal('declined'), reason: text(500) }),
    ]),
    output: order,
    etag: true,
  }),
};
