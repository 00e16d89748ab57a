import { z } from 'zod';
import { defineOperation } from './operation.js';
import {
  businessDate,
  count,
  delta,
  id,
  location,
  page,
  pageQuery,
  quantity,
  sku,
  text,
  timestamp,
  version,
} from './values.js';

const service = 'inventory-api';
const place = z.strictObject({ sku, location });
/** The business day at hand, where none is named. */
const today = businessDate.optional();
const byId = z.strictObject({ id });
const filter = { ...pageQuery, sku: sku.optional(), location: location.optional() };

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
  kind: z.enum(['opening', 'adjustment', 'issue', 'receipt']),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  occurredOn: businessDate.nullable(),
  recordedAt: timestamp,
  agent: z.string(),
});

export const demand = z.strictObject({
  id,
  reference: text(100),
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

/** The figures that a replenishment request was decided on. */
export const replenishmentReason = z.strictObject({
  onHand: count,
  onOrder: count,
  announcedDemand: count,
  forecastPerDay: z.number().min(0).max(1e9),
  leadTimeDays: z.int().min(0).max(3650),
  horizonDays: z.int().min(0).max(3650),
  reorderPoint: count,
  stockOutOn: businessDate.nullable(),
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
  version,
});

export const reorderPolicy = z.strictObject({
  sku,
  location,
  /** Share of demand to be met from stock, 0.5 to 0.999. */
  serviceLevel: z.number().min(0.5).max(0.999),
  leadTimeDays: z.int().min(1).max(720),
  leadTimeDeviationDays: z.int().min(0).max(720),
  unitsPerPack: z.int().min(1).max(1_000_000),
  version,
});

export const inventory = {
  listLevels: defineOperation({
    id: 'inventory.list_levels',
    service,
    method: 'GET',
    path: '/v1/levels',
    scope: 'inventory:read',
    summary: 'Lists stock levels, in base units, by SKU and location.',
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
    body: z.strictObject({ sku, location, delta, reason: adjustmentReason }),
    output: z.strictObject({ id, sku, location, delta, reason: adjustmentReason, level }),
    status: 201,
  }),
  listDemands: defineOperation({
    id: 'inventory.list_demands',
    service,
    method: 'GET',
    path: '/v1/demands',
    scope: 'inventory:read',
    summary: 'Lists announced customer needs, by the day on which they are needed.',
    query: z.strictObject({ ...filter, status: demand.shape.status.optional() }),
    output: page(demand),
  }),
  listDemandHistory: defineOperation({
    id: 'inventory.list_demand_history',
    service,
    method: 'GET',
    path: '/v1/demand-history',
    scope: 'inventory:read',
    summary:
      'Sums up the demand of the last twelve calendar months and the running one, by SKU and location.',
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
    params: byId,
    body: z.strictObject({ issuedOn: today }),
    output: demand,
  }),
  recordReceipt: defineOperation({
    id: 'inventory.record_receipt',
    service,
    method: 'POST',
    path: '/v1/receipts',
    scope: 'inventory:write',
    summary: 'Books goods that a delivered ship notice line brought; a line is received once.',
    body: receipt.omit({ id: true }).extend({ requestId: id.nullable().default(null), receivedOn: today }),
    output: receipt,
    status: 201,
  }),
  listReplenishmentRequests: defineOperation({
    id: 'inventory.list_replenishment_requests',
    service,
    method: 'GET',
    path: '/v1/replenishment-requests',
    scope: 'replenishment:read',
    summary: 'Lists replenishment requests and what has been ordered for them.',
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
    output: z.strictObject({ date: businessDate.nullable() }),
  }),
  closeBusinessDay: defineOperation({
    id: 'inventory.close_business_day',
    service,
    method: 'POST',
    path: '/v1/business-days',
    scope: 'inventory:demand',
    summary: 'Closes a business day, which asks for a replenishment sweep of every location.',
    body: z.strictObject({ date: businessDate }),
    output: z.strictObject({ date: businessDate }),
    status: 201,
  }),
};
