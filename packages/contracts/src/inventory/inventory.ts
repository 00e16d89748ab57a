import { z } from 'zod';
import { defineOperation } from '../operation.js';
import {
  businessDate,
  count,
  id,
  location,
  outsideText,
  page,
  quantity,
  sku,
  text,
  version,
} from '../values.js';
import { actionMessageOperations } from './action-messages.js';
import { countOperations } from './counts.js';
import { holdOperations } from './holds.js';
import { levelOperations } from './levels.js';
import { byId, filter, place, service, today } from './place.js';
import { receiptOperations } from './receipts.js';
import { replenishmentReason } from './replenishment-reason.js';
import { reservationOperations } from './reservations.js';
import { transferOperations } from './transfers.js';

export const demand = z.strictObject({
  id,
  reference: outsideText(text(100), 'customer'),
  sku,
  location,
  quantity,
  announcedOn: businessDate,
  neededOn: businessDate,
  /** `short`: issued in part or not at all; what was missing is lost. */
  status: z.enum(['open', 'issued', 'short']),
  issuedQuantity: count,
  issuedOn: businessDate.nullable(),
});

/** Sums over the demands of one place that were issued from one day to another, both included. */
export const demandHistory = z.strictObject({
  sku,
  location,
  from: businessDate,
  to: businessDate,
  demands: count,
  /** What was needed, whether or not all of it could be issued. */
  quantity: count,
  /** Sum of the squares of the demands' quantities: how lumpy the demand is. */
  squaredQuantity: z.number().min(0),
  /** Days from announcement to issue, a mean weighted by quantity. */
  noticeDays: z.number().min(0),
  /** What was needed in each calendar month of these days, the first to the last, which may be incomplete. */
  monthly: z.array(count),
});

export const replenishmentRequest = z.strictObject({
  id,
  sku,
  location,
  quantity,
  requestedOn: businessDate,
  neededOn: businessDate,
  status: z.enum(['open', 'ordered', 'fulfilled', 'cancelled']),
  orderId: id.nullable(),
  /** What its order brings, by the last that was told of it; packs and minimums make it differ from `quantity`. */
  orderedQuantity: count.nullable(),
  expectedOn: businessDate.nullable(),
  receivedQuantity: count,
  reason: replenishmentReason,
  /** The request of which this one brings what its supplier would not. */
  replaces: id.nullable(),
  /** Suppliers that would not bring it: they are not asked again. */
  declinedBy: z.array(id),
  version,
});

export const reorderPolicy = z.strictObject({
  sku,
  location,
  /** Probability that the demand which nobody announces is met until the next order can come, 0.5 to 0.999. */
  serviceLevel: z.number().min(0.5).max(0.999),
  leadTimeDays: z.int().min(1).max(720),
  leadTimeDeviationDays: z.int().min(0).max(720),
  unitsPerPack: z.int().min(1).max(1_000_000),
  version,
});

export const inventory = {
  ...levelOperations,
  ...countOperations,
  ...receiptOperations,
  ...transferOperations,
  listDemands: defineOperation({
    id: 'inventory.list_demands',
    service,
    method: 'GET',
    path: '/v1/demands',
    scope: 'inventory:read',
    summary: 'Lists announced customer needs, by the day on which they are needed.',
    description:
      'What customers have announced and not yet taken is status open; short means that some of it was missing and is lost.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', status: 'open' },
    query: z.strictObject({ ...filter, status: demand.shape.status.optional() }),
    output: page(demand),
  }),
  listDemandHistory: defineOperation({
    id: 'inventory.list_demand_history',
    service,
    method: 'GET',
    path: '/v1/demand-history',
    scope: 'inventory:read',
    summary: 'Sums up the demand of the last 24 calendar months and the running one, by SKU and location.',
    description: 'For forecasts: quantity over the days from `from` to `to` is the mean demand a day.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', until: '2012-06-30' },
    query: z.strictObject({ ...filter, until: businessDate }),
    output: page(demandHistory),
  }),
  announceDemand: defineOperation({
    id: 'inventory.announce_demand',
    service,
    method: 'POST',
    path: '/v1/demands',
    scope: 'inventory:demand',
    summary: "Announces a customer's need; announcing the same reference again answers with it as it stands.",
    example: {
      reference: 'C-2012-0417',
      sku: 'abacavir-300mg-60-tabs',
      location: 'ACCRA',
      quantity: 300,
      neededOn: '2012-07-15',
    },
    body: demand
      .pick({ reference: true, sku: true, location: true, quantity: true, neededOn: true })
      .extend({ announcedOn: today }),
    output: demand,
    status: 201,
  }),
  issueDemand: defineOperation({
    id: 'inventory.issue_demand',
    service,
    method: 'POST',
    path: '/v1/demands/{id}/issue',
    scope: 'inventory:demand',
    summary: 'Issues stock for a need, as much as is available; what is missing is lost.',
    description: 'Takes the stock away for good.',
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc' },
    destructive: true,
    params: byId,
    body: z.strictObject({ issuedOn: today }),
    output: demand,
  }),
  listReplenishmentRequests: defineOperation({
    id: 'inventory.list_replenishment_requests',
    service,
    method: 'GET',
    path: '/v1/replenishment-requests',
    scope: 'replenishment:read',
    summary: 'Lists replenishment requests and what has been ordered for them.',
    description: 'status open: nothing is ordered yet; ordered: goods are under way (orderId, expectedOn).',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', status: 'open' },
    query: z.strictObject({ ...filter, status: replenishmentRequest.shape.status.optional() }),
    output: page(replenishmentRequest),
  }),
  getReplenishmentRequest: defineOperation({
    id: 'inventory.get_replenishment_request',
    service,
    method: 'GET',
    path: '/v1/replenishment-requests/{id}',
    scope: 'replenishment:read',
    summary: 'Reads one replenishment request.',
    description: 'reason holds the figures that it was decided on.',
    example: { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc' },
    params: byId,
    output: replenishmentRequest,
    etag: true,
  }),
  requestReplenishment: defineOperation({
    id: 'inventory.request_replenishment',
    service,
    method: 'POST',
    path: '/v1/replenishment-requests',
    scope: 'inventory:write',
    summary: 'Requests that stock be bought; one request is open for a SKU and location at a time.',
    description:
      'reason must state the figures that you decided on. 409 conflict: one is open already, or more is on order than reason.onOrder says - read again.',
    example: {
      sku: 'abacavir-300mg-60-tabs',
      location: 'ACCRA',
      quantity: 1200,
      neededOn: '2012-08-01',
      reason: {
        onHand: 40,
        onOrder: 0,
        announcedDemand: 300,
        forecastPerDay: 9.5,
        leadTimeDays: 45,
        horizonDays: 75,
        reorderPoint: 430,
        stockOutOn: '2012-07-04',
      },
    },
    body: replenishmentRequest
      .pick({ sku: true, location: true, quantity: true, neededOn: true, reason: true })
      .extend({ requestedOn: today }),
    output: replenishmentRequest,
    status: 201,
  }),
  getReorderPolicy: defineOperation({
    id: 'inventory.get_reorder_policy',
    service,
    method: 'GET',
    path: '/v1/reorder-policies/{sku}/{location}',
    scope: 'inventory:read',
    summary: 'Reads how one SKU is replenished at one location.',
    description:
      'serviceLevel is the share of demand to be met from stock; leadTimeDays is from order to receipt.',
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA' },
    params: place,
    output: reorderPolicy,
    etag: true,
  }),
  listReorderPolicies: defineOperation({
    id: 'inventory.list_reorder_policies',
    service,
    method: 'GET',
    path: '/v1/reorder-policies',
    scope: 'inventory:read',
    summary: 'Lists how SKUs are replenished, by SKU and location.',
    description:
      'serviceLevel is the share of demand to be met from stock; leadTimeDays is from order to receipt.',
    example: { location: 'ACCRA' },
    query: z.strictObject(filter),
    output: page(reorderPolicy),
  }),
  putReorderPolicy: defineOperation({
    id: 'inventory.put_reorder_policy',
    service,
    method: 'PUT',
    path: '/v1/reorder-policies/{sku}/{location}',
    scope: 'inventory:write',
    summary: 'Changes how one SKU is replenished at one location.',
    description: 'Replaces all of it: read it first, and pass its version.',
    example: {
      sku: 'abacavir-300mg-60-tabs',
      location: 'ACCRA',
      serviceLevel: 0.95,
      leadTimeDays: 60,
      leadTimeDeviationDays: 12,
      unitsPerPack: 60,
      version: 3,
    },
    params: place,
    body: reorderPolicy.omit({ sku: true, location: true, version: true }),
    output: reorderPolicy,
    etag: true,
    ifMatch: true,
  }),
  getLatestBusinessDay: defineOperation({
    id: 'inventory.get_latest_business_day',
    service,
    method: 'GET',
    path: '/v1/business-days/latest',
    scope: 'inventory:demand',
    summary: 'Reads the business day that was closed last.',
    example: {},
    output: z.strictObject({ date: businessDate.nullable() }),
  }),
  closeBusinessDay: defineOperation({
    id: 'inventory.close_business_day',
    service,
    method: 'POST',
    path: '/v1/business-days',
    scope: 'inventory:demand',
    summary: 'Closes a business day, which asks for a replenishment sweep of every location.',
    description: 'A day that was closed stays closed.',
    example: { date: '2012-07-01' },
    body: z.strictObject({ date: businessDate }),
    output: z.strictObject({ date: businessDate }),
    status: 201,
  }),
  ...reservationOperations,
  ...holdOperations,
  ...actionMessageOperations,
};
