import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { businessDate, count, id, location, outsideText, page, quantity, sku, text } from '../values.js';
import { byId, filter, place, service, today } from './place.js';
import { replenishmentReason } from './replenishment-reason.js';

const example = { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc' };
/** Most messages of one place: one for each order that is under way, and the order that is missing. */
const MOST_OF_A_PLACE = 200;

/** What a planner should do about the supply of a place, as MRP systems put it. */
export const actionMessage = z.strictObject({
  id,
  sku,
  location,
  kind: z.enum(['order', 'expedite', 'defer', 'cancel', 'increase', 'decrease']),
  /** Names what the message is about, within its place; each fact is told once. */
  fact: outsideText(text(200), 'agent'),
  /** The request whose order should change; null where an order is missing. */
  requestId: id.nullable(),
  orderId: id.nullable(),
  /** What that order promises: base units and day. */
  promisedQuantity: quantity.nullable(),
  promisedOn: businessDate.nullable(),
  /** What should come, and by when; 0 and null where nothing should. */
  quantity: count,
  neededOn: businessDate.nullable(),
  /** Resolved: the fact no longer holds. Dismissed: a person has decided against acting on it. */
  status: z.enum(['open', 'resolved', 'dismissed']),
  /** Who looks after it. */
  assignee: z.string().nullable(),
  raisedOn: businessDate,
  resolvedOn: businessDate.nullable(),
  dismissedBy: z.string().nullable(),
  reason: replenishmentReason,
});

const reported = actionMessage.pick({
  kind: true,
  fact: true,
  requestId: true,
  promisedQuantity: true,
  promisedOn: true,
  quantity: true,
  neededOn: true,
  reason: true,
});

export const actionMessageOperations = {
  reportActionMessages: defineOperation({
    id: 'inventory.report_action_messages',
    service,
    method: 'PUT',
    path: '/v1/action-messages/{sku}/{location}',
    scope: 'inventory:write',
    summary: 'Reports all that should be done about the supply of one place, as it stands now.',
    description:
      'Raises what is new, resolves what is open and no longer reported, and leaves alone what is known or was dismissed. reason must state the figures that you decided on.',
    example: {
      sku: 'abacavir-300mg-60-tabs',
      location: 'ACCRA',
      messages: [
        {
          kind: 'expedite',
          fact: 'expedite 0198c1a2-7b3c-7d4e-8f50-123456789abc 2012-09-01 1200',
          requestId: example.id,
          promisedQuantity: 1200,
          promisedOn: '2012-09-01',
          quantity: 1200,
          neededOn: '2012-08-01',
          reason: {
            onHand: 40,
            onOrder: 1200,
            announcedDemand: 300,
            forecastPerDay: 9.5,
            leadTimeDays: 45,
            horizonDays: 75,
            reorderPoint: 430,
            stockOutOn: '2012-08-04',
          },
        },
      ],
    },
    params: place,
    body: z.strictObject({
      reportedOn: today,
      messages: z
        .array(reported)
        .max(MOST_OF_A_PLACE)
        .refine((messages) => new Set(messages.map(({ fact }) => fact)).size === messages.length, {
          error: 'must tell each fact once',
        }),
    }),
    output: z.strictObject({ raised: count, resolved: count }),
  }),
  listActionMessages: defineOperation({
    id: 'inventory.list_action_messages',
    service,
    method: 'GET',
    path: '/v1/action-messages',
    scope: 'inventory:read',
    summary: 'Lists what should be done about the supply of places: order, expedite, defer, cancel, resize.',
    description:
      'status open: it still holds and nobody has dismissed it. reason holds the figures it was decided on.',
    example: { location: 'ACCRA', kind: 'expedite', status: 'open' },
    query: z.strictObject({
      ...filter,
      kind: actionMessage.shape.kind.optional(),
      status: actionMessage.shape.status.optional(),
    }),
    output: page(actionMessage),
  }),
  assignActionMessage: defineOperation({
    id: 'inventory.assign_action_message',
    service,
    method: 'POST',
    path: '/v1/action-messages/{id}/assignment',
    scope: 'replenishment:decide',
    summary: 'Has a person look after an open action message.',
    description: 'assignee is the name of a person in access.yaml; who was assigned before is replaced.',
    example: { ...example, assignee: 'operator' },
    params: byId,
    body: z.strictObject({ assignee: text(100) }),
    output: actionMessage,
  }),
  dismissActionMessage: defineOperation({
    id: 'inventory.dismiss_action_message',
    service,
    method: 'POST',
    path: '/v1/action-messages/{id}/dismissal',
    scope: 'replenishment:decide',
    summary:
      'Dismisses an open action message: nothing shall be done, and the same fact is not raised again.',
    example,
    destructive: true,
    params: byId,
    output: actionMessage,
  }),
};
