import { type Log, ProvisionError } from './provision-error.js';
import { findRedisServer, type ProvidedRedis, startRedis, useGivenRedis } from './redis.js';

export interface QueueOptions {
  readonly stateDir: string;
  /** Port for a Redis that is started here. */
  readonly port: number;
  /** Holds the password of its administrator; must exist. */
  readonly adminPasswordFile: string;
  readonly log: Log;
  readonly env?: NodeJS.ProcessEnv;
}

export type ProvidedQueue = ProvidedRedis | { readonly backend: 'postgres' };

/**
 * REDIS_URL, else a `redis-server` or `valkey-server` of the machine, else the queue lives in Postgres.
 * STACK_QUEUE (postgres or redis) forces one. @throws ProvisionError with a sentence on what to do
 */
export async function provideQueue(options: QueueOptions): Promise<ProvidedQueue> {
  const env = options.env ?? process.env;
  const forced = env.STACK_QUEUE;
  if (forced && forced !== 'postgres' && forced !== 'redis') {
    throw new ProvisionError(`STACK_QUEUE is postgres or redis, not ${JSON.stringify(forced)}.`);
  }
  if (forced === 'postgres') return inPostgres(options.log);
  if (env.REDIS_URL) return useGivenRedis(env.REDIS_URL, { ...options, env });
  const server = await findRedisServer(env);
  if (server !== undefined) return startRedis(server, { ...options, env });
  if (forced === undefined || forced === '') return inPostgres(options.log);
  throw new ProvisionError(
    'STACK_QUEUE asks for Redis, but there is neither REDIS_URL nor redis-server or valkey-server on PATH. ' +
      'Install one (Debian: apt install redis-server; macOS: brew install valkey), or leave STACK_QUEUE out.',
  );
}

function inPostgres(log: Log): ProvidedQueue {
  log('Queue: in Postgres');
  return { backend: 'postgres' };
}
