import { createPostgresBackend, createRedisBackend, type Processor, withBackend } from 'bullmq';
import { type BareConnection, bareQueue, bareSchema, consumerConcurrency } from './assignment.js';

const onPostgres = withBackend(createPostgresBackend);
const onRedis = withBackend(createRedisBackend);
const postgres = (connectionString: string) => ({ connectionString, schema: bareSchema });

/** BullMQ's queue as its documentation opens it. */
export function openBareQueue(given: BareConnection) {
  return given.backend === 'postgres'
    ? new onPostgres.Queue(bareQueue, { connection: { ...postgres(given.adminUrl), migrate: true } })
    : new onRedis.Queue(bareQueue, { connection: { url: given.redisUrl } });
}

/** BullMQ's worker; a job that is done is forgotten, as with the platform's. */
export function openBareWorker(given: BareConnection, process: Processor) {
  const options = { concurrency: consumerConcurrency, autorun: false, removeOnComplete: { count: 0 } };
  return given.backend === 'postgres'
    ? new onPostgres.Worker(bareQueue, process, { ...options, connection: postgres(given.adminUrl) })
    : new onRedis.Worker(bareQueue, process, {
        ...options,
        connection: { url: given.redisUrl, maxRetriesPerRequest: null },
      });
}
