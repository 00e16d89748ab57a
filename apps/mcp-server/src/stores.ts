import { type AuditWriter, createAuditWriter } from '@stockade/audit';
import { type Configuration, platformPool, type Resources } from '@stockade/service/gate';

const MAX_PENDING_RECORDS = 10_000;

export interface Stores {
  readonly writer: AuditWriter;
  /** On the login `rate_limiter`. */
  readonly limits: ReturnType<typeof platformPool>;
}

/** What this server keeps in Postgres: records and counts, on the two logins that it holds. Data are the APIs'. */
export async function openStores(configuration: Configuration, resources: Resources): Promise<Stores> {
  const writer = await createAuditWriter({
    ...configuration.database,
    passwordFile: configuration.secretFile('postgres', 'audit_writer'),
    maxPending: MAX_PENDING_RECORDS,
  });
  resources.held(writer, (one) => one.close());
  const limits = resources.held(platformPool('rate_limiter', configuration), (pool) => pool.end());
  return { writer, limits };
}
