import type { AccessPolicy } from '@stockade/access';
import { installQueues, type QueueAdmin } from '@stockade/queues';
import pg from 'pg';
import type { Layout } from '../layout.js';
import type { QueueBackend } from '../provision/queue.js';
import { keepLastBackend, readLastBackend } from '../queues/last-backend.js';
import { lookAtQueues, queuesOf } from '../queues/look-at-queues.js';
import type { SecretStore } from '../secrets/secret-store.js';
import type { BackingServices } from './backing-services.js';
import { databaseIdentity } from './database-identity.js';

export interface QueueContext {
  readonly layout: Layout;
  readonly policy: AccessPolicy;
  readonly secrets: SecretStore;
  readonly queue: QueueBackend;
  readonly services: BackingServices;
}

/**
 * At every start: the backend may be another one than before, and Redis keeps its users in memory.
 * @throws Error when jobs wait in the backend that was used before
 */
export async function prepareQueues({
  layout,
  policy,
  secrets,
  queue,
  services,
}: QueueContext): Promise<string> {
  const { adminUrl } = services.database();
  const database = await databaseIdentity(adminUrl);
  const last = readLastBackend(layout);
  if (last !== undefined && last.backend !== queue && last.database === database) {
    await services.withQueue(last.backend, (admin) => demandEmpty(admin, queuesOf(policy)));
  }
  await installQueues({
    admin: services.queueAdmin(),
    policy,
    passwordOf: (identity) => secrets.read(`queue/${identity}`),
  });
  keepLastBackend(layout, { backend: queue, database });
  return queue === 'redis' ? 'on Redis' : "on BullMQ's Postgres backend";
}

/** A job that is left behind is an order never placed or a receipt never booked. */
async function demandEmpty(admin: QueueAdmin, queues: readonly string[]): Promise<void> {
  const depths = await lookAtQueues(admin, queues, (inspector) => inspector.depths());
  const counts = depths.map(
    (depth) => depth.waiting + depth.active + depth.delayed + depth.failed + depth.completed,
  );
  const waiting = counts.reduce((all, count) => all + count, 0) + (await outboxed(admin));
  if (waiting === 0) return;
  throw new Error(
    `${waiting} jobs are still in ${admin.backend}, which kept the queues at the last start: set ` +
      `STACK_QUEUE=${admin.backend} to go on with them, or begin anew with \`pnpm stack reset\`.`,
  );
}

/** On Redis a job is committed here first, and stays here, marked, while Redis has it. */
async function outboxed({ adminUrl }: QueueAdmin): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM queues.outbox WHERE carried_to IS NULL',
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
