import { readFileSync } from 'node:fs';
import type { Ports } from './ports.js';
import type { SecretName, SecretStore } from './secrets/secret-store.js';
import type { Backing } from './topology.js';
import { loopback } from './topology.js';

/** What a test or a tool must know to use a stack: the stable answer of `stack env --json`. */
export interface StackEnvironment {
  readonly issuer: string;
  readonly services: Readonly<Record<string, { readonly url: string; readonly audience: string }>>;
  readonly database: { readonly adminUrl: string };
  readonly queue: { readonly url: string };
  readonly keycloak: {
    readonly url: string;
    readonly realm: string;
    readonly adminUser: string;
    readonly adminPasswordFile: string;
  };
}

export interface EnvironmentSource {
  readonly backing: Backing;
  readonly ports: Ports;
  readonly realm: string;
}

/** The schema that BullMQ keeps its jobs in, on the Postgres backend. */
const queueSchema = 'bullmq';
const services = ['inventory-api', 'orders-api', 'shipments-api', 'mcp-server', 'governance-api'] as const;
/** Kept as a secret, for it holds the administrator's passwords. */
const storedAs: SecretName = 'admin/environment.json';

export function environmentOf({ backing, ports, realm }: EnvironmentSource): StackEnvironment {
  const { adminUrl } = backing.database;
  return {
    issuer: backing.issuer,
    services: Object.fromEntries(
      services.map((name) => [name, { url: loopback(ports[name]), audience: name }]),
    ),
    database: { adminUrl },
    queue: { url: backing.redis?.adminUrl ?? withSchema(adminUrl, queueSchema) },
    keycloak: {
      url: backing.keycloak.url,
      realm,
      adminUser: backing.keycloak.adminUser,
      adminPasswordFile: backing.keycloak.adminPasswordFile,
    },
  };
}

export function keepEnvironment(secrets: SecretStore, environment: StackEnvironment): void {
  secrets.keep(storedAs, JSON.stringify(environment));
}

/** @throws Error when no stack was ever started in this state directory */
export function readEnvironment(secrets: SecretStore): StackEnvironment {
  try {
    return JSON.parse(readFileSync(secrets.path(storedAs), 'utf8')) as StackEnvironment;
  } catch {
    throw new Error('No stack has been started here yet: run `pnpm stack up`.');
  }
}

/** The same, as assignments for a POSIX shell: `eval "$(pnpm --silent stack env)"`. */
export function shellExports(environment: StackEnvironment): string {
  const variables = {
    STOCKADE_ISSUER: environment.issuer,
    ...Object.fromEntries(
      Object.entries(environment.services).map(([name, { url }]) => [
        `STOCKADE_${name.toUpperCase().replaceAll('-', '_')}_URL`,
        url,
      ]),
    ),
    DATABASE_URL: environment.database.adminUrl,
    STOCKADE_QUEUE_URL: environment.queue.url,
    KEYCLOAK_URL: environment.keycloak.url,
    KEYCLOAK_REALM: environment.keycloak.realm,
    KEYCLOAK_ADMIN: environment.keycloak.adminUser,
    KEYCLOAK_ADMIN_PASSWORD_FILE: environment.keycloak.adminPasswordFile,
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`)
    .join('\n');
}

function withSchema(url: string, schema: string): string {
  const changed = new URL(url);
  changed.searchParams.set('schema', schema);
  return changed.href;
}
