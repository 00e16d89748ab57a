import { z } from 'zod';

const environment = z.object({
  STOCKADE_POLICY: z.string(),
  STOCKADE_ISSUER: z.url(),
  STOCKADE_SECRETS_DIR: z.string(),
  STOCKADE_INVENTORY_API_URL: z.url(),
  STOCKADE_ORDERS_API_URL: z.url(),
  STOCKADE_SHIPMENTS_API_URL: z.url(),
  /** The delivery history that is replayed. */
  STOCKADE_HISTORY: z.string(),
  /** Directory of what the world remembers: what suppliers and carriers have in hand, and its scenarios. */
  STOCKADE_WORLD_STATE: z.string(),
  /** Local socket that the world makes for who switches its scenarios. */
  STOCKADE_WORLD_CONTROL: z.string(),
  /** Local socket of who sets the pace; without one the world keeps its own. */
  STOCKADE_WORLD_DRIVER: z.string().optional(),
  /** Milliseconds of the wall clock for a business day. */
  STOCKADE_WORLD_DAY_MS: z.coerce.number().int().min(0).default(500),
});

/** @throws Error naming every variable that is missing or wrong. */
export function readConfiguration(env: NodeJS.ProcessEnv): z.output<typeof environment> {
  const parsed = environment.safeParse(env);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
  throw new Error(`The world cannot start; missing or wrong in its environment: ${names.join(', ')}.`);
}
