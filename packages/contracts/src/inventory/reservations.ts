import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { businessDate, id, location, outsideText, page, quantity, sku, text, timestamp } from '../values.js';
import { byId, filter, service, today } from './place.js';

const example = { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc' };

/** Stock that is promised to a customer: on hand, and available to nobody else. */
export const reservation = z.strictObject({
  id,
  reference: outsideText(text(100), 'customer'),
  sku,
  location,
  quantity,
  /** Active until it is consumed (the customer has the goods), released or, after `expiresAt`, expired. */
  status: z.enum(['active', 'consumed', 'released', 'expired']),
  reservedOn: businessDate,
  expiresAt: timestamp,
  endedAt: timestamp.nullable(),
});

export const reservationOperations = {
  reserveStock: defineOperation({
    id: 'inventory.reserve_stock',
    service,
    method: 'POST',
    path: '/v1/reservations',
    scope: 'inventory:reserve',
    summary:
      'Reserves stock for a customer until a time; the same reference again answers with it as it stands.',
    description:
      'expiresAt lies at most 30 days ahead. 409 insufficient_stock says what is available; nothing is reserved in part. A reservation is a need of its own: do not announce it too.',
    example: {
      reference: 'C-2012-0418',
      sku: 'abacavir-300mg-60-tabs',
      location: 'ACCRA',
      quantity: 300,
      expiresAt: '2026-07-15T12:00:00Z',
    },
    body: reservation.pick({ reference: true, sku: true, location: true, quantity: true, expiresAt: true }),
    output: reservation,
    status: 201,
  }),
  getReservation: defineOperation({
    id: 'inventory.get_reservation',
    service,
    method: 'GET',
    path: '/v1/reservations/{id}',
    scope: 'inventory:read',
    summary: 'Reads one reservation.',
    example,
    params: byId,
    output: reservation,
  }),
  listReservations: defineOperation({
    id: 'inventory.list_reservations',
    service,
    method: 'GET',
    path: '/v1/reservations',
    scope: 'inventory:read',
    summary: 'Lists reservations, the oldest first.',
    description: "The quantities of a place's active reservations sum to the reserved of its level.",
    example: { sku: 'abacavir-300mg-60-tabs', location: 'ACCRA', status: 'active' },
    query: z.strictObject({ ...filter, status: reservation.shape.status.optional() }),
    output: page(reservation),
  }),
  consumeReservation: defineOperation({
    id: 'inventory.consume_reservation',
    service,
    method: 'POST',
    path: '/v1/reservations/{id}/consumption',
    scope: 'inventory:reserve',
    summary: 'Issues what an active reservation holds: reserved and onHand go down together.',
    description: 'Takes the stock away for good, and counts as demand of the day.',
    example,
    destructive: true,
    params: byId,
    body: z.strictObject({ issuedOn: today }),
    output: reservation,
  }),
  releaseReservation: defineOperation({
    id: 'inventory.release_reservation',
    service,
    method: 'POST',
    path: '/v1/reservations/{id}/release',
    scope: 'inventory:reserve',
    summary: 'Releases an active reservation: its stock is available to all again.',
    example,
    params: byId,
    output: reservation,
  }),
};
