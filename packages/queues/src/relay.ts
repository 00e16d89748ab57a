import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { openBackend } from './backend.js';
import { Carrier } from './carrier.js';
import type { QueueConnection } from './connection.js';
import { Doorbell } from './doorbell.js';
import { Outbox } from './outbox.js';
import { RELAY } from './queue-roles.js';
import { QueuesByName } from './queues-by-name.js';
import { RedisLife } from './redis-life.js';
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

const RECONNECT_MS = 1_000;
/** Jobs that are committed meanwhile are carried together. */
const GATHER_MS = 2;

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
      // What a crash of Postgres makes the relay forget, it does again.
      await client.query('SET synchronous_commit = off');
      const doorbell = new Doorbell(client);
      await doorbell.listen();
      const carrier = new Carrier(new Outbox(client), queues, redis);
      while (!stop.aborted) {
        if ((await carrier.carry()) > 0) await pause(GATHER_MS, stop);
        else await doorbell.wait(() => carrier.carry(), stop);
      }
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      await pause(RECONNECT_MS, stop);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
