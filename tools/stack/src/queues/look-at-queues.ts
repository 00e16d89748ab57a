import type { AccessPolicy } from '@stockade/access';
import { inspectQueues, type QueueAdmin, type QueueInspector } from '@stockade/queues';
import type { StackEnvironment } from '../environment.js';

/** Every queue that jobs are taken from. */
export function queuesOf({ identities }: AccessPolicy): string[] {
  return [...identities.values()].flatMap(({ consumes }) => [...consumes]).sort();
}

export function queueAdminOf({ database, queue }: StackEnvironment): QueueAdmin {
  const { adminUrl } = database;
  return queue.url.startsWith('redis')
    ? { backend: 'redis', adminUrl, redisUrl: queue.url }
    : { backend: 'postgres', adminUrl };
}

/** One look, which ends when its connection is lost. @throws Error that says so */
export async function lookAtQueues<T>(
  admin: QueueAdmin,
  queues: readonly string[],
  look: (inspector: QueueInspector) => Promise<T>,
): Promise<T> {
  const lost = Promise.withResolvers<never>();
  const inspector = inspectQueues(admin, queues, (error) =>
    lost.reject(new Error(`The queues cannot be read (${error.message}): run \`pnpm stack status\`.`)),
  );
  try {
    return await Promise.race([look(inspector), lost.promise]);
  } finally {
    await inspector.close();
  }
}
