import { z } from 'zod';
import { defineJob } from './job.js';
import { orderStatus } from './orders/order.js';
import { MOST_JOURNEYS } from './shipments/lanes.js';
import { shipmentException } from './shipments/shipments.js';
import { businessDate, count, id, location, quantity, sku, version } from './values.js';

/** Every job of the platform. A payload is a fact; what may be done about it, the APIs decide. */
export const jobs = {
  sweepLocation: defineJob({
    queue: 'inventory-planning',
    name: 'location.sweep',
    consumer: 'inventory_bot',
    payload: z.strictObject({ location, businessDate }),
    key: (fact) => `sweep-${fact.location}-${fact.businessDate}`,
  }),
  levelChanged: defineJob({
    queue: 'inventory-planning',
    name: 'level.changed',
    consumer: 'inventory_bot',
    payload: z.strictObject({ sku, location, businessDate }),
    key: (fact) => `level-${fact.sku}-${fact.location}-${fact.businessDate}`,
  }),
  requestCreated: defineJob({
    queue: 'replenishment',
    name: 'request.created',
    consumer: 'order_placer',
    payload: z.strictObject({
      requestId: id,
      sku,
      location,
      quantity,
      requestedOn: businessDate,
      neededOn: businessDate,
      /** Suppliers that would not bring it: they are not asked again. */
      declinedBy: z.array(id),
    }),
    key: (fact) => `req-${fact.requestId}`,
  }),
  orderApproved: defineJob({
    queue: 'supplier-outbox',
    name: 'order.approved',
    consumer: 'supplier_gateway',
    /** `version`: what is to be sent; an order that is resumed or amended is sent for another. */
    payload: z.strictObject({ orderId: id, orderedOn: businessDate, version }),
    key: (fact) => `po-${fact.orderId}-v${fact.version}`,
  }),
  orderChanged: defineJob({
    queue: 'order-facts',
    name: 'order.changed',
    consumer: 'inventory-api',
    /**
     * How the order of one request stands; `quantity` is what it brings for that request, `unconfirmed` what its
     * supplier will not bring and another candidate has to.
     */
    payload: z.strictObject({
      requestId: id,
      orderId: id,
      supplierId: id,
      status: orderStatus,
      quantity: count,
      unconfirmed: count,
      expectedOn: businessDate.nullable(),
      version,
    }),
    key: (fact) => `order-${fact.orderId}-${fact.requestId}-${fact.version}`,
  }),
  draftCloses: defineJob({
    queue: 'order-drafts',
    name: 'draft.closes',
    consumer: 'orders-api',
    payload: z.strictObject({ orderId: id }),
    key: (fact) => `draft-${fact.orderId}`,
  }),
  approvalExpires: defineJob({
    queue: 'approvals',
    name: 'approval.expires',
    consumer: 'orders-api',
    /** `version`: what waits to be decided on; an order that has changed since has another deadline, or none. */
    payload: z.strictObject({ orderId: id, version }),
    key: (fact) => `approval-${fact.orderId}-${fact.version}`,
  }),
  reservationExpires: defineJob({
    queue: 'reservations',
    name: 'reservation.expires',
    consumer: 'inventory-api',
    payload: z.strictObject({ reservationId: id }),
    key: (fact) => `reservation-${fact.reservationId}`,
  }),
  asnDelivered: defineJob({
    queue: 'receipts',
    name: 'asn.delivered',
    consumer: 'inventory_bot',
    payload: z.strictObject({
      shipmentId: id,
      orderId: id,
      deliveredOn: businessDate,
      destination: location,
      asnLineId: id,
      requestId: id,
      sku,
      quantity,
    }),
    key: (fact) => `asn-${fact.asnLineId}`,
  }),
  transferDue: defineJob({
    queue: 'receipts',
    name: 'transfer.due',
    consumer: 'inventory_bot',
    payload: z.strictObject({ transferId: id, businessDate }),
    key: (fact) => `transfer-${fact.transferId}-${fact.businessDate}`,
  }),
  goodsReceived: defineJob({
    queue: 'receipt-facts',
    name: 'goods.received',
    consumer: 'orders-api',
    payload: z.strictObject({ receiptId: id, requestId: id, sku, quantity, receivedOn: businessDate }),
    key: (fact) => `receipt-${fact.receiptId}`,
  }),
  etaCheck: defineJob({
    queue: 'shipment-watch',
    name: 'eta.check',
    consumer: 'shipment_tracker',
    /** In the order of their ids. */
    payload: z.strictObject({ shipmentIds: z.array(id).min(1).max(MOST_JOURNEYS), businessDate }),
    result: z.strictObject({
      businessDate,
      findings: z
        .array(
          z.strictObject({
            shipmentId: id,
            etaOn: businessDate,
            etaEarliestOn: businessDate,
            etaLatestOn: businessDate,
            exceptions: z.array(shipmentException.pick({ kind: true, fact: true, detail: true })),
          }),
        )
        .max(MOST_JOURNEYS),
    }),
    key: ({ shipmentIds, businessDate }) => `eta-${shipmentIds[0]}-${shipmentIds.at(-1)}-${businessDate}`,
  }),
};
