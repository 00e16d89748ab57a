import {
  createPostgresBackend,
  createRedisBackend,
  type Processor,
  type Queue,
  type Worker,
  type WorkerListener,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import { type QueueAdmin, type QueueConnection, readPassword } from './connection.js';

/** Schema of BullMQ's tables on the Postgres backend. */
export const BULLMQ_SCHEMA = 'bullmq';

/** All keys of a queue lie under this prefix, which is also its hash slot on a Redis cluster. */
export const redisPrefix = (queue: string) => `{${queue}}`;

/** Where BullMQ remembers on Redis that a job of this key is left to do. */
export const deduplicationKey = (queue: string, key: string) => `${redisPrefix(queue)}:${queue}:de:${key}`;

// BullMQ's classes carry the type of their connection; these are what both backends have in common.
export interface JobQueue
  extends Pick<Queue, 'addBulk' | 'close' | 'getFailed' | 'getJobCounts' | 'getJobs' | 'waitUntilReady'> {
  on(event: 'error', listener: (error: Error) => void): unknown;
}
export interface JobWorker extends Pick<Worker, 'cancelAllJobs' | 'close' | 'run' | 'waitUntilReady'> {
  on<E extends keyof WorkerListener>(event: E, listener: WorkerListener[E]): unknown;
}
type OwnWorkerOptions = Omit<WorkerOptions, 'connection' | 'prefix'>;

export interface QueueBackend {
  queue(name: string): JobQueue;
  worker(name: string, process: Processor, options: OwnWorkerOptions): JobWorker;
}

/** BullMQ's classes over one connection, the same for Postgres and Redis. */
export function openBackend(connection: QueueConnection | QueueAdmin): QueueBackend {
  return connection.backend === 'postgres' ? postgresBackend(connection) : redisBackend(connection);
}

function postgresBackend(
  given: Extract<QueueConnection | QueueAdmin, { backend: 'postgres' }>,
): QueueBackend {
  const bullmq = withBackend(createPostgresBackend);
  const server =
    'adminUrl' in given
      ? { connectionString: given.adminUrl }
      : {
          host: given.host,
          port: given.port,
          database: given.database,
          user: given.user,
          password: readPassword(given.passwordFile),
        };
  const connection = (max: number) => ({ ...server, schema: BULLMQ_SCHEMA, max });
  return {
    queue: (name) => new bullmq.Queue(name, { connection: connection(2), skipMetasUpdate: true }),
    worker: (name, process, options) =>
      new bullmq.Worker(name, process, {
        ...options,
        connection: connection(Math.min(options.concurrency ?? 1, 8) + 1),
      }),
  };
}

function redisBackend(given: Extract<QueueConnection | QueueAdmin, { backend: 'redis' }>): QueueBackend {
  const bullmq = withBackend(createRedisBackend);
  const server = () =>
    'redisUrl' in given
      ? { url: given.redisUrl }
      : {
          host: given.host,
          port: given.port,
          username: given.username,
          password: readPassword(given.passwordFile),
        };
  return {
    queue: (name) =>
      new bullmq.Queue(name, {
        // Commands fail at once while Redis is away, instead of piling up in memory.
        connection: { ...server(), enableOfflineQueue: false },
        prefix: redisPrefix(name),
        skipMetasUpdate: true,
      }),
    worker: (name, process, options) =>
      new bullmq.Worker(name, process, {
        ...options,
        connection: { ...server(), maxRetriesPerRequest: null },
        prefix: redisPrefix(name),
      }),
  };
}
