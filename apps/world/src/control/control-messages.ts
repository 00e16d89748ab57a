import { z } from 'zod';
import { scenarioName, scenarioRun } from '../scenarios/scenario-run.js';

/** A line of JSON each way, over a socket that only the owner of the stack may open. */
export const controlRequest = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('list') }),
  z.strictObject({
    command: z.literal('begin'),
    name: scenarioName,
    days: z.int().min(1).max(3650).optional(),
    location: z.string().optional(),
    supplier: z.string().optional(),
    sku: z.string().optional(),
    seed: z.int().optional(),
    factor: z.number().optional(),
  }),
  z.strictObject({ command: z.literal('end'), name: scenarioName.optional() }),
]);
export type ControlRequest = z.output<typeof controlRequest>;

export const controlAnswer = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    /** The business day that was closed last. */
    today: z.string(),
    /** What is on, or will be. */
    on: z.array(scenarioRun),
    /** What this request began or ended. */
    changed: z.array(scenarioRun),
  }),
  z.strictObject({
    ok: z.literal(false),
    message: z.string(),
    /** Whether something was named that does not exist. */
    unknown: z.boolean(),
  }),
]);
export type ControlAnswer = z.output<typeof controlAnswer>;
