import { type AccessPolicy, rolesHolding } from '@stockade/access';
import { type AuditWriter, createAuditWriter } from '@stockade/audit';
import type { OperationSpec } from '@stockade/contracts';
import { createDatabase, type Database } from '@stockade/database';
import type pg from 'pg';
import type { Configuration } from '../configuration.js';
import type { ServiceDefinition } from '../definition.js';
import { platformPool } from './platform-pool.js';
import type { Resources } from './resources.js';
import { serviceItself } from './self.js';

const POOL_SIZE = 8;
const MAX_PENDING_RECORDS = 10_000;

interface StoreParts extends ServiceDefinition {
  readonly contracts: readonly OperationSpec[];
  readonly configuration: Configuration;
  readonly policy: AccessPolicy;
  readonly resources: Resources;
}

export interface Stores {
  readonly database: Database;
  readonly writer: AuditWriter;
  /** On the login `rate_limiter`. */
  readonly limits: pg.Pool;
}

/** Opens what the service keeps things in; throws where a login cannot connect. */
export async function openStores(parts: StoreParts): Promise<Stores> {
  const { configuration, policy, resources, entities = [] } = parts;
  const passwordFile = (login: string) => configuration.secretFile('postgres', login);
  const database = await createDatabase({
    ...configuration.database,
    policy,
    roles: rolesServed(parts),
    passwordFile,
    entities,
    poolSize: POOL_SIZE,
  });
  resources.held(database, (one) => one.close());
  const writer = await createAuditWriter({
    ...configuration.database,
    passwordFile: passwordFile('audit_writer'),
    maxPending: MAX_PENDING_RECORDS,
  });
  resources.held(writer, (one) => one.close());
  const limits = resources.held(platformPool('rate_limiter', configuration), (pool) => pool.end());
  return { database, writer, limits };
}

/** The roles that may call the service, and its own: the process holds no other login. */
function rolesServed({ name, contracts, policy }: StoreParts): string[] {
  const callers = contracts.flatMap(({ scope }) => rolesHolding(policy, scope));
  return [...new Set([...callers, serviceItself(policy, name).role])];
}
