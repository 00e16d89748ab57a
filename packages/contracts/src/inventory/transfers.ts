import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { businessDate, count, id, location, page, pageQuery, quantity, sku } from '../values.js';
import { byId, service, today } from './place.js';

const exampleId = '0198c1a2-7b3c-7d4e-8f50-123456789abc';
const between = z.strictObject({ from: location, to: location });

/** A way on which goods are moved from one location to another. */
export const transferLane = z.strictObject({
  from: location,
  to: location,
  /** Days from dispatch to receipt. */
  transitDays: z.int().min(0).max(365),
  /** Nothing new is dispatched on a closed lane. */
  open: z.boolean(),
});

/** Goods on their way from one location to another: on hand at neither. */
export const transfer = z.strictObject({
  id,
  sku,
  from: location,
  to: location,
  quantity,
  status: z.enum(['in_transit', 'received']),
  dispatchedOn: businessDate,
  expectedOn: businessDate,
  receivedOn: businessDate.nullable(),
});

export const transferOperations = {
  listTransferLanes: defineOperation({
    id: 'inventory.list_transfer_lanes',
    service,
    method: 'GET',
    path: '/v1/transfer-lanes',
    scope: 'inventory:read',
    summary: 'Lists the lanes on which stock may be moved from one location to another.',
    description:
      'transitDays is from dispatch to receipt; nothing is dispatched where there is no open lane.',
    example: { to: 'ACCRA' },
    query: z.strictObject({ ...pageQuery, from: location.optional(), to: location.optional() }),
    output: page(transferLane),
  }),
  putTransferLane: defineOperation({
    id: 'inventory.put_transfer_lane',
    service,
    method: 'PUT',
    path: '/v1/transfer-lanes/{from}/{to}',
    scope: 'inventory:lanes',
    summary: 'Opens, changes or closes the lane from one location to another.',
    description: 'One direction only. What is in transit on a lane stays so when it is closed.',
    example: { from: 'NAIROBI', to: 'ACCRA', transitDays: 6, open: true },
    params: between,
    body: transferLane.pick({ transitDays: true, open: true }),
    output: transferLane,
  }),
  listTransfers: defineOperation({
    id: 'inventory.list_transfers',
    service,
    method: 'GET',
    path: '/v1/transfers',
    scope: 'inventory:read',
    summary: 'Lists what was moved from one location to another, in the order of dispatch.',
    description: 'status in_transit: taken from the one, and not booked at the other yet.',
    example: { to: 'ACCRA', status: 'in_transit' },
    query: z.strictObject({
      ...pageQuery,
      sku: sku.optional(),
      from: location.optional(),
      to: location.optional(),
      status: transfer.shape.status.optional(),
    }),
    output: page(transfer),
  }),
  getTransfer: defineOperation({
    id: 'inventory.get_transfer',
    service,
    method: 'GET',
    path: '/v1/transfers/{id}',
    scope: 'inventory:read',
    summary: 'Reads one transfer between locations.',
    example: { id: exampleId },
    params: byId,
    output: transfer,
  }),
  dispatchTransfer: defineOperation({
    id: 'inventory.dispatch_transfer',
    service,
    method: 'POST',
    path: '/v1/transfers',
    scope: 'inventory:write',
    summary: 'Sends available stock from one location to another that has an open lane from it.',
    description:
      'Takes the stock away at `from` at once; it is in transit until inventory_receive_transfer. keep: base units that have to stay available at `from`. onOrder: what you saw on order and in transit for `to`; 409 conflict where it is more by now - read again.',
    example: {
      sku: 'abacavir-300mg-60-tabs',
      from: 'NAIROBI',
      to: 'ACCRA',
      quantity: 600,
      dispatchedOn: '2012-07-01',
      keep: 1500,
      onOrder: 0,
    },
    body: transfer.pick({ sku: true, from: true, to: true, quantity: true }).extend({
      dispatchedOn: today,
      keep: count.default(0),
      onOrder: count.optional(),
    }),
    output: transfer,
    status: 201,
  }),
  receiveTransfer: defineOperation({
    id: 'inventory.receive_transfer',
    service,
    method: 'POST',
    path: '/v1/transfers/{id}/receive',
    scope: 'inventory:write',
    summary: 'Books the goods of a transfer at the location where they have come; once, and all of them.',
    description:
      'What was lost or broken on the way is adjusted after it (inventory_record_adjustment, reason damage).',
    example: { id: exampleId, receivedOn: '2012-07-07' },
    params: byId,
    body: z.strictObject({ receivedOn: today }),
    output: transfer,
  }),
};
