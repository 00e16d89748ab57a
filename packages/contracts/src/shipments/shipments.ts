import { z } from 'zod';
import { defineOperation } from '../operation.js';
import {
  businessDate,
  id,
  location,
  outsideText,
  page,
  pageQuery,
  quantity,
  sku,
  text,
  timestamp,
  version,
} from '../values.js';
import { epcisOperations } from './epcis.js';
import { laneOperations } from './lanes.js';
import { shipmentStatus } from './shipment-status.js';

const service = 'shipments-api';
const byId = z.strictObject({ id });

/** A line of the advance ship notice. */
export const asnLine = z.strictObject({ asnLineId: id, orderLineId: id, requestId: id, sku, quantity });

export const shipmentException = z.strictObject({
  kind: z.enum(['late', 'silent', 'stuck']),
  /** What it was concluded from: an eventID, the `ship_notice`, or the `promised_day` that has passed. */
  fact: outsideText(text(300), 'carrier'),
  detectedOn: businessDate,
  detail: outsideText(z.string(), 'agent'),
  resolvedOn: businessDate.nullable(),
});

export const shipment = z.strictObject({
  id,
  orderId: id,
  supplierId: id,
  carrier: outsideText(z.string(), 'carrier'),
  /** Carriers use numbers again: never a key. */
  trackingNumber: outsideText(z.string(), 'carrier'),
  origin: outsideText(z.string(), 'supplier'),
  destination: location,
  status: shipmentStatus,
  /** The day on which it is to leave, by the notice; its events tell when it did. */
  shippedOn: businessDate,
  promisedOn: businessDate,
  etaOn: businessDate,
  /** Eight of ten such shipments come from the one to the other; null before the tracker has looked. */
  etaEarliestOn: businessDate.nullable(),
  etaLatestOn: businessDate.nullable(),
  deliveredOn: businessDate.nullable(),
  lines: z.array(asnLine),
  exceptions: z.array(shipmentException),
  version,
});

export const shipmentEvent = z.strictObject({
  eventID: outsideText(z.string(), 'carrier'),
  eventTime: timestamp,
  recordTime: timestamp,
  /** Null where it tells of no business step, such as a sensor's report. */
  bizStep: z.string().nullable(),
  disposition: z.string().nullable(),
  location: outsideText(z.string().nullable(), 'carrier'),
});

export const shipments = {
  listShipments: defineOperation({
    id: 'shipments.list_shipments',
    service,
    method: 'GET',
    path: '/v1/shipments',
    scope: 'shipments:read',
    summary: 'Lists shipments with their promised day and ETA.',
    description: 'etaOn after promisedOn: it is expected late. exceptions tell what was found wrong.',
    example: { status: 'in_transit', limit: 20 },
    query: z.strictObject({ ...pageQuery, status: shipmentStatus.optional(), orderId: id.optional() }),
    output: page(shipment),
  }),
  getShipment: defineOperation({
    id: 'shipments.get_shipment',
    service,
    method: 'GET',
    path: '/v1/shipments/{id}',
    scope: 'shipments:read',
    summary: 'Reads one shipment with its lines and exceptions.',
    description: 'etaOn after promisedOn: it is expected late. lines name the order lines that it brings.',
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc' },
    params: byId,
    output: shipment,
    etag: true,
  }),
  listShipmentEvents: defineOperation({
    id: 'shipments.list_events',
    service,
    method: 'GET',
    path: '/v1/shipments/{id}/events',
    scope: 'shipments:read',
    summary: 'Lists what happened to a shipment, in the order in which it happened.',
    tool: 'get_timeline',
    description: 'bizStep is a bare word of CBV 2.0: shipping, departing, transporting, arriving, receiving.',
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc' },
    params: byId,
    query: z.strictObject(pageQuery),
    output: page(shipmentEvent),
  }),
  createShipment: defineOperation({
    id: 'shipments.create_shipment',
    service,
    method: 'POST',
    path: '/v1/shipments',
    scope: 'shipments:write',
    summary: 'Records an advance ship notice: what a carrier will bring, and by when.',
    description:
      'Give it as soon as freight is booked; shippedOn is the day on which the goods are to leave.',
    example: {
      orderId: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
      supplierId: '0198c1a2-7b3c-7d4e-8f50-abcdef012345',
      carrier: 'Ocean Line',
      trackingNumber: 'OL-2012-0042',
      origin: 'Mumbai',
      destination: 'ACCRA',
      shippedOn: '2012-06-25',
      promisedOn: '2012-07-30',
      lines: [
        {
          orderLineId: '0198c1a2-7b3c-7d4e-8f50-123456789abc',
          requestId: '0198c1a2-7b3c-7d4e-8f50-abcdef012345',
          sku: 'abacavir-300mg-60-tabs',
          quantity: 1200,
        },
      ],
    },
    body: z.strictObject({
      orderId: id,
      supplierId: id,
      carrier: text(100),
      trackingNumber: text(60),
      origin: text(200),
      destination: location,
      shippedOn: businessDate,
      promisedOn: businessDate,
      lines: z
        .array(asnLine.omit({ asnLineId: true }))
        .min(1)
        .max(50),
    }),
    output: shipment,
    status: 201,
    etag: true,
  }),
  ...epcisOperations,
  ...laneOperations,
  closeBusinessDay: defineOperation({
    id: 'shipments.close_business_day',
    service,
    method: 'POST',
    path: '/v1/business-days',
    scope: 'shipments:write',
    summary: 'Closes a business day, which asks for an ETA check of every shipment under way.',
    description: 'A day that was closed stays closed.',
    example: { date: '2012-07-01' },
    body: z.strictObject({ date: businessDate }),
    output: z.strictObject({ date: businessDate }),
    status: 201,
  }),
};
