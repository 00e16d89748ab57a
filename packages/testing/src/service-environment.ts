import type { TestDatabase } from './test-database.js';
import { policyFile } from './test-policy.js';

/** What `startService` reads: an API on a test's database and issuer, on a free port, with the queues in Postgres. */
export function serviceEnvironment({ database, secretsDir }: TestDatabase, issuer: string) {
  return {
    STOCKADE_POLICY: policyFile,
    STOCKADE_PORT: '0',
    STOCKADE_ISSUER: issuer,
    STOCKADE_DATABASE_HOST: database.host,
    STOCKADE_DATABASE_PORT: String(database.port),
    STOCKADE_DATABASE_NAME: database.database,
    STOCKADE_SECRETS_DIR: secretsDir,
    STOCKADE_QUEUE: 'postgres',
    LOG_LEVEL: 'silent',
  };
}
