import { addDays, daysBetween } from '@stockade/contracts';
import { z } from 'zod';

/** Goods that a supplier has in hand or a carrier under way, for one order. */
export const consignment = z.strictObject({
  orderId: z.string(),
  supplierId: z.string(),
  origin: z.string(),
  mode: z.string(),
  destination: z.string(),
  promisedOn: z.string(),
  shippedOn: z.string(),
  steps: z.array(
    z.strictObject({
      on: z.string(),
      bizStep: z.enum(['departing', 'transporting', 'arriving', 'receiving']),
    }),
  ),
  lines: z.array(
    z.strictObject({ orderLineId: z.string(), requestId: z.string(), sku: z.string(), quantity: z.number() }),
  ),
  /** W3C Trace Context of the order: its goods belong to the same story. */
  traceparent: z.string().optional(),
  /** Set once the ship notice was given. */
  shipmentId: z.string().nullable(),
  /** How many of the steps have been reported. */
  reported: z.int(),
});

export type Consignment = z.output<typeof consignment>;

/** The step at `from` cannot be on this day: it is on the day after, and those behind it as much later. */
export function putOff(goods: Consignment, from: number, day: string): Consignment {
  const held = goods.steps[from];
  if (held === undefined || held.on > day) return goods;
  const days = daysBetween(held.on, day) + 1;
  const steps = goods.steps.map((step, index) =>
    index < from ? step : { ...step, on: addDays(step.on, days) },
  );
  return { ...goods, steps };
}
