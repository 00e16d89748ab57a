import type { AccessPolicy } from '@stockade/access';
import pg from 'pg';
import type { QueueAdmin } from './connection.js';
import { enqueueFunction } from './enqueue-function.js';
import { installPostgresQueues } from './install-postgres.js';
import { installRedisUsers } from './install-redis.js';
import type { PasswordOf } from './queue-roles.js';

export interface InstallOptions {
  readonly admin: QueueAdmin;
  readonly policy: AccessPolicy;
  /** Asked for each identity that consumes or collects, and on Redis for `relay`. */
  readonly passwordOf: PasswordOf;
}

/** Any number, the same for everyone who installs: two of them take turns. */
const INSTALL_LOCK = 7_305_113;

/**
 * Brings the queues in line with the policy: the body of `queues.enqueue`, and a login for each identity that
 * takes jobs, which sees its own queues alone. Runs after the migrations of the database, as its
 * administrator; run again it changes only what differs, and live sessions go on.
 */
export async function installQueues({ admin, policy, passwordOf }: InstallOptions): Promise<void> {
  const client = new pg.Client({ connectionString: admin.adminUrl, application_name: 'stockade:queues' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [INSTALL_LOCK]);
    if (admin.backend === 'postgres')
      await installPostgresQueues(client, await ownerOf(client), policy, passwordOf);
    else await installRedisUsers(admin.redisUrl, policy, passwordOf);
    await client.query(enqueueFunction(admin.backend));
  } finally {
    await client.end();
  }
}

/** The migrations made `queues.enqueue`, its owner and its grants; here it gets its body. */
async function ownerOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ owner: string }>(
    `SELECT proowner::regrole::text AS owner FROM pg_proc
     WHERE oid = to_regprocedure('queues.enqueue(text, text, text, jsonb, bigint)')`,
  );
  const owner = rows[0]?.owner;
  if (!owner) throw new Error('There is no queues.enqueue yet: run the migrations of the database first.');
  return owner;
}
