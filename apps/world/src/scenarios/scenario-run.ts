import { businessDate, location, sku } from '@stockade/contracts';
import { z } from 'zod';

export const scenarioName = z.enum([
  'supplier-outage',
  'port-closure',
  'demand-spike',
  'noisy-carrier',
  'over-delivery',
]);
export type ScenarioName = z.output<typeof scenarioName>;

/** A scenario as it was switched on: from a day on, until it is over. */
export const scenarioRun = z.strictObject({
  name: scenarioName,
  startsOn: businessDate,
  /** The first day on which it is over. */
  endsOn: businessDate,
  seed: z.int(),
  /** Whom it is about; without one, everybody. */
  location: location.optional(),
  /** Name of the supplier in the delivery history. */
  supplier: z.string().optional(),
  sku: sku.optional(),
  factor: z.number().optional(),
});
export type ScenarioRun = z.output<typeof scenarioRun>;
