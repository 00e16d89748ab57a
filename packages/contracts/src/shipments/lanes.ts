import { z } from 'zod';
import { defineOperation } from '../operation.js';
import { businessDate, count, id, location, outsideText } from '../values.js';
import { shipmentStatus } from './shipment-status.js';

/** Shipments that one reading, or one check of their ETAs, is for. */
export const MOST_JOURNEYS = 100;
const uuid = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

const takenDays = z
  .record(z.string().regex(/^-?\d{1,5}$/), z.int().min(1))
  .describe('How often it took how many days: {"10": 7} is seven times ten days');

/** What the deliveries of a lane have taken; null stands for any, so that wider groups are told of too. */
export const laneHistory = z.strictObject({
  origin: outsideText(z.string().nullable(), 'supplier'),
  carrier: outsideText(z.string().nullable(), 'carrier'),
  destination: location.nullable(),
  deliveries: count,
  /** From the day on which the goods were to leave to the day on which they left. */
  departureDelay: takenDays,
  /** From a step to the delivery, and from a step to the next. */
  toDelivery: z.record(z.string(), takenDays),
  inStep: z.record(z.string(), takenDays),
  /** From one word of the carrier to the next. */
  gap: takenDays,
});

const word = z.strictObject({
  eventID: outsideText(z.string(), 'carrier'),
  bizStep: z.string().nullable(),
  on: businessDate,
});

/** How far a shipment had come at the end of a business day. */
export const journey = z.strictObject({
  id,
  origin: outsideText(z.string(), 'supplier'),
  carrier: outsideText(z.string(), 'carrier'),
  destination: location,
  status: shipmentStatus,
  shippedOn: businessDate,
  promisedOn: businessDate,
  deliveredOn: businessDate.nullable(),
  /** The first word of each step, in the order in which they happened. */
  milestones: z.array(word),
  lastWord: word.nullable(),
});

export const laneOperations = {
  listJourneys: defineOperation({
    id: 'shipments.list_journeys',
    service: 'shipments-api',
    method: 'GET',
    path: '/v1/journeys',
    scope: 'shipments:read',
    summary:
      'Lists how far shipments had come on a business day, with what was known of their lanes by then.',
    description:
      'For an ETA: histories sum up deliveries until the end of the month before, for each lane, for its carrier and for all.',
    example: { ids: '0198c1a2-7b3c-7d4e-8f50-123456789abc', on: '2012-07-02' },
    query: z.strictObject({
      ids: z
        .string()
        .regex(new RegExp(`^${uuid}(,${uuid}){0,${MOST_JOURNEYS - 1}}$`), {
          error: `must be ids of shipments, at most ${MOST_JOURNEYS}, with commas between`,
        })
        .describe(`Ids of shipments, at most ${MOST_JOURNEYS}, with commas between`),
      on: businessDate,
    }),
    output: z.strictObject({ journeys: z.array(journey), histories: z.array(laneHistory) }),
  }),
};
