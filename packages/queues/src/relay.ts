import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { type JobQueue, openBackend, type QueueBackend } from './backend.js';
import type { QueueConnection } from './connection.js';
import { jobOptions } from './job-options.js';
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

interface OutboxRow {
  readonly id: string;
  readonly queue: string;
  readonly key: string;
  readonly name: string;
  readonly data: unknown;
  /** What is left of the delay, from now. */
  readonly delay: string;
}

const POLL_MS = 1_000;
const BATCH = 200;

/** A row is gone once its job is in Redis: it is deleted and added under one transaction of Postgres. */
const takeBatch = `
  DELETE FROM queues.outbox WHERE id = ANY (ARRAY(SELECT id FROM queues.outbox ORDER BY id LIMIT ${BATCH}))
  RETURNING id, queue, key, name, data,
    greatest(0, delay_ms - (extract(epoch FROM clock_timestamp() - created_at) * 1000)::bigint) AS delay`;

/**
 * Carries committed jobs from the outbox to Redis, at least once each, until it is closed. While Postgres or
 * Redis is away it tries again every second.
 */
export function startRelay(options: RelayOptions): Relay {
  const stop = new AbortController();
  const queues = new QueuesByName(openBackend(options.redis), options.onError);
  const relaying = relayUntil(stop.signal, options, queues);
  return {
    close: async () => {
      stop.abort();
      await relaying;
      await queues.close();
    },
  };
}

async function relayUntil(stop: AbortSignal, options: RelayOptions, queues: QueuesByName): Promise<void> {
  while (!stop.aborted) {
    const password = (await readFile(options.outbox.passwordFile, 'utf8')).trim();
    const { host, port, database } = options.outbox;
    const client = new pg.Client({ host, port, database, user: RELAY, password, keepAlive: true });
    client.on('error', options.onError);
    try {
      await client.connect();
      await client.query('LISTEN queues_outbox');
      while (!stop.aborted) {
        const woken = nextNotification(client, stop);
        if ((await carryBatch(client, queues)) < BATCH) await woken;
      }
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      await pause(POLL_MS, stop);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function carryBatch(client: pg.Client, queues: QueuesByName): Promise<number> {
  await client.query('BEGIN');
  const { rows } = await client.query<OutboxRow>(takeBatch);
  const jobs = rows.toSorted((a, b) => Number(a.id) - Number(b.id));
  for (const [name, own] of Map.groupBy(jobs, ({ queue }) => queue)) {
    await queues.get(name).addBulk(
      own.map((row) => ({
        name: row.name,
        data: row.data,
        opts: jobOptions(`${row.key}~${row.id}`, row.key, Number(row.delay)),
      })),
    );
  }
  await client.query('COMMIT');
  return rows.length;
}

/** Resolves at the next notification, when `stop` is aborted, or after a second. */
async function nextNotification(client: pg.Client, stop: AbortSignal): Promise<void> {
  const woken = new AbortController();
  const wake = () => woken.abort();
  client.once('notification', wake);
  await pause(POLL_MS, AbortSignal.any([stop, woken.signal]));
  client.removeListener('notification', wake);
}

class QueuesByName {
  private readonly queues = new Map<string, JobQueue>();

  constructor(
    private readonly backend: QueueBackend,
    private readonly onError: (error: Error) => void,
  ) {}

  get(name: string): JobQueue {
    const queue = this.queues.get(name) ?? this.backend.queue(name);
    if (!this.queues.has(name)) queue.on('error', this.onError);
    this.queues.set(name, queue);
    return queue;
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }
}
