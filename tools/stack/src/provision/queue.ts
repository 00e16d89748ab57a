import { ProvisionError } from './provision-error.js';
import { findRedisServer, type ProvidedRedis, type RedisDemand, startRedis, useGivenRedis } from './redis.js';

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
export async function provideRedis(demand: RedisDemand): Promise<ProvidedRedis> {
  const { env } = demand;
  if (env.REDIS_URL) return useGivenRedis(env.REDIS_URL, demand);
  const server = await findRedisServer(env);
  if (server !== undefined) return startRedis(server, demand);
  throw new ProvisionError(
    'STACK_QUEUE asks for Redis, but there is neither REDIS_URL nor redis-server or valkey-server on PATH. ' +
      'Install one (Debian: apt install redis-server; macOS: brew install valkey), or leave STACK_QUEUE out.',
  );
}
