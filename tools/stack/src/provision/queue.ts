import { ProvisionError } from './provision-error.js';
import { findRedisServer, type ProvidedRedis, startRedis, useGivenRedis } from './redis.js';
import type { ServiceDemand } from './service-demand.js';

export type QueueBackend = 'postgres' | 'redis';

/**
 * STACK_QUEUE where it is set; else Redis where REDIS_URL names one, else what the queues were kept in last,
 * else Redis where the machine has a server, else Postgres. Starts nothing.
 * @throws ProvisionError with a sentence on what to do
 */
export async function chooseQueueBackend(env: NodeJS.ProcessEnv, last?: QueueBackend): Promise<QueueBackend> {
  const forced = env.STACK_QUEUE;
  if (forced === 'postgres' || forced === 'redis') return forced;
  if (forced) throw new ProvisionError(`STACK_QUEUE is postgres or redis, not ${JSON.stringify(forced)}.`);
  if (env.REDIS_URL) return 'redis';
  if (last === 'postgres') return 'postgres';
  return (await findRedisServer(env)) ? 'redis' : 'postgres';
}

/** The Redis that REDIS_URL names, else a private one. @throws ProvisionError with a sentence on what to do */
export async function provideRedis(demand: ServiceDemand): Promise<ProvidedRedis> {
  const { env } = demand;
  if (env.REDIS_URL) return useGivenRedis(env.REDIS_URL, demand);
  const server = await findRedisServer(env);
  if (server !== undefined) return startRedis(server, demand);
  throw new ProvisionError(
    'The queues are to be in Redis, or were at the last start, but there is neither REDIS_URL nor redis-server or ' +
      'valkey-server on PATH. Install one (Debian: apt install redis-server; macOS: brew install valkey), or ' +
      'begin anew without: leave STACK_QUEUE out after `pnpm stack reset`.',
  );
}
