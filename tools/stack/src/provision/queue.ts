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
 * STACK_QUEUE where it is set; else Redis where REDIS_URL names one or the machine has a server, else Postgres.
 * Starts nothing. @throws ProvisionError with a sentence on what to do
 */
export async function chooseQueueBackend(env: NodeJS.ProcessEnv): Promise<ProvidedQueue['backend']> {
  const forced = env.STACK_QUEUE;
  if (forced === 'postgres' || forced === 'redis') return forced;
  if (forced) throw new ProvisionError(`STACK_QUEUE is postgres or redis, not ${JSON.stringify(forced)}.`);
  return env.REDIS_URL || (await findRedisServer(env)) ? 'redis' : 'postgres';
}

/** Brings the queue of `chooseQueueBackend`. @throws ProvisionError with a sentence on what to do */
export async function provideQueue(options: QueueOptions): Promise<ProvidedQueue> {
  const env = options.env ?? process.env;
  if ((await chooseQueueBackend(env)) === 'postgres') return inPostgres(options.log);
  if (env.REDIS_URL) return useGivenRedis(env.REDIS_URL, { ...options, env });
  const server = await findRedisServer(env);
  if (server !== undefined) return startRedis(server, { ...options, env });
  throw new ProvisionError(
    'STACK_QUEUE asks for Redis, but there is neither REDIS_URL nor redis-server or valkey-server on PATH. ' +
      'Install one (Debian: apt install redis-server; macOS: brew install valkey), or leave STACK_QUEUE out.',
  );
}

function inPostgres(log: Log): ProvidedQueue {
  log('Queue: in Postgres');
  return { backend: 'postgres' };
}
