import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { openBackend } from './backend.js';
import { Carrier } from './carrier.js';
import type { QueueConnection } from './connection.js';
import { OUTBOX_BATCH, Outbox } from './outbox.js';
import { QueuesByName } from './queues-by-name.js';
import { RedisLife } from './redis-life.js';
import { RELAY } from './queue-roles.js';
import { pause } from './within.js';

export interface RelayOptions {
  /** Postgres with the outbox; the login is `relay`. */
  readonly outbox: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly passwordFile: string;
  };
  readonly redis: Extract<QueueConnection, { backend: 'redis' }>;
  readonly onError: (error: Error) => void;
}

export interface Relay {
  close(): Promise<void>;
}

const POLL_MS = 1_000;

/**
 * Carries committed jobs from the outbox to Redis, at least once each, until it is closed. A job stays in the
 * outbox until it is done: what a Redis forgets that was killed, the next one is given again. While Postgres
 * or Redis is away the relay tries again every second.
 */
export function startRelay(options: RelayOptions): Relay {
  const stop = new AbortController();
  const queues = new QueuesByName(openBackend(options.redis), options.onError);
  const redis = new RedisLife(options.redis, options.onError);
  const relaying = relayUntil(stop.signal, options, queues, redis);
  return {
    close: async () => {
      stop.abort();
      await relaying;
      redis.close();
      await queues.close();
    },
  };
}

async function relayUntil(
  stop: AbortSignal,
  options: RelayOptions,
  queues: QueuesByName,
  redis: RedisLife,
): Promise<void> {
  while (!stop.aborted) {
    const password = (await readFile(options.outbox.passwordFile, 'utf8')).trim();
    const { host, port, database } = options.outbox;
    const client = new pg.Client({ host, port, database, user: RELAY, password, keepAlive: true });
    client.on('error', options.onError);
    try {
      await client.connect();
      await client.query('LISTEN queues_outbox');
      const carrier = new Carrier(new Outbox(client), queues, redis);
      while (!stop.aborted) {
        const woken = nextNotification(client, stop);
        if ((await carrier.carry()) < OUTBOX_BATCH) await woken;
      }
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      await pause(POLL_MS, stop);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Resolves at the next notification, when `stop` is aborted, or after a second. */
async function nextNotification(client: pg.Client, stop: AbortSignal): Promise<void> {
  const woken = new AbortController();
  const wake = () => woken.abort();
  client.once('notification', wake);
  await pause(POLL_MS, AbortSignal.any([stop, woken.signal]));
  client.removeListener('notification', wake);
}
