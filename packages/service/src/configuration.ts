import { join } from 'node:path';
import type { ServiceName } from '@stockade/contracts';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const url = z.url({ protocol: /^https?$/ });

const variables = z.object({
  STOCKADE_POLICY: z.string().min(1),
  STOCKADE_HOST: z.string().min(1).default('127.0.0.1'),
  STOCKADE_PORT: port,
  STOCKADE_ISSUER: url,
  STOCKADE_DATABASE_HOST: z.string().min(1),
  STOCKADE_DATABASE_PORT: port,
  STOCKADE_DATABASE_NAME: z.string().min(1),
  STOCKADE_SECRETS_DIR: z.string().min(1),
  STOCKADE_INVENTORY_API_URL: url.optional(),
  STOCKADE_ORDERS_API_URL: url.optional(),
  STOCKADE_SHIPMENTS_API_URL: url.optional(),
  STOCKADE_GOVERNANCE_API_URL: url.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** What a service cannot start without is missing or wrong; the message is one sentence for the operator. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment of an API process says; injectable into its providers. */
export class Configuration {
  readonly policyFile: string;
  readonly host: string;
  readonly port: number;
  readonly issuer: string;
  readonly database: { readonly host: string; readonly port: number; readonly database: string };
  readonly logLevel: string;
  /** Base URLs of the services, by their names; undefined where the environment names none. */
  readonly services: Readonly<Record<ServiceName, string | undefined>>;
  readonly #secretsDir: string;

  /** Throws a `ConfigurationError` that lists every variable at fault. */
  constructor(readonly env: Environment) {
    const parsed = variables.safeParse(env);
    if (!parsed.success) throw new ConfigurationError(faults(parsed.error, env));
    const given = parsed.data;
    this.policyFile = given.STOCKADE_POLICY;
    this.host = given.STOCKADE_HOST;
    this.port = given.STOCKADE_PORT;
    this.issuer = given.STOCKADE_ISSUER;
    this.database = {
      host: given.STOCKADE_DATABASE_HOST,
      port: given.STOCKADE_DATABASE_PORT,
      database: given.STOCKADE_DATABASE_NAME,
    };
    this.logLevel = given.LOG_LEVEL;
    this.services = {
      'inventory-api': given.STOCKADE_INVENTORY_API_URL,
      'orders-api': given.STOCKADE_ORDERS_API_URL,
      'shipments-api': given.STOCKADE_SHIPMENTS_API_URL,
      'governance-api': given.STOCKADE_GOVERNANCE_API_URL,
    };
    this.#secretsDir = given.STOCKADE_SECRETS_DIR;
  }

  /** Path of the file that holds a secret of this process: `postgres/<login>`, `keycloak/<client>`, `sealing/<process>`, `signing/<process>`. */
  secretFile(kind: 'postgres' | 'keycloak' | 'sealing' | 'signing', name: string): string {
    return join(this.#secretsDir, kind, name);
  }
}

function faults({ issues }: z.ZodError, env: Environment): string {
  const named = issues.map(({ path, message }) => {
    const name = path.join('.');
    return env[name] === undefined ? name : `${name} (${message})`;
  });
  return `The environment lacks or misstates ${named.join(', ')}; set it and start again.`;
}
