import { setImmediate } from 'node:timers/promises';
import { Problem } from '@stockade/contracts';
import pg from 'pg';
import type { AuditEvent } from './event.js';
import { insertAuditEvents } from './insert.js';
import { type AuditConnection, WriterConnection } from './writer-connection.js';

export interface AuditWriterOptions extends AuditConnection {
  /** Events that may wait at a time; past it, writing is refused at once. */
  readonly maxPending: number;
}

/** Records what has no transaction of its own: refusals and reads. */
export interface AuditWriter {
  /** Resolves after the COMMIT. @throws Problem `audit_unavailable` where the event cannot be recorded. */
  write(event: AuditEvent): Promise<void>;
  /** Whether the database answers the writer. */
  healthy(): Promise<boolean>;
  /** Records what waits, then closes the connection. */
  close(): Promise<void>;
}

interface Pending {
  readonly event: AuditEvent;
  readonly resolve: () => void;
  readonly reject: (reason: Problem) => void;
}

const LARGEST_BATCH = 500;
const ping = { name: 'audit_ping', text: 'SELECT' };

/** Opens the writer. @throws where the login `audit_writer` cannot connect */
export async function createAuditWriter(options: AuditWriterOptions): Promise<AuditWriter> {
  const connection = new WriterConnection(options);
  await connection.connect();
  return new BatchingWriter(connection, options.maxPending);
}

/**
 * While one batch is on its way the next gathers, so the batches are as large as the load asks for, and a lone
 * event waits for nothing.
 */
class BatchingWriter implements AuditWriter {
  readonly #pending: Pending[] = [];
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(
    private readonly connection: WriterConnection,
    private readonly maxPending: number,
  ) {}

  write(event: AuditEvent): Promise<void> {
    if (this.#closed || this.#pending.length >= this.maxPending) return Promise.reject(unavailable());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#pending.push({ event, resolve, reject });
    this.#draining ??= this.#drain();
    return promise;
  }

  healthy(): Promise<boolean> {
    return this.connection.query(ping, []).then(
      () => true,
      () => false,
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
    await this.connection.close();
  }

  async #drain(): Promise<void> {
    // All requests that were read in this turn of the event loop share the first batch.
    await setImmediate();
    while (this.#pending.length > 0) await this.#record(this.#pending.splice(0, LARGEST_BATCH));
    this.#draining = undefined;
  }

  /** Never rejects. A row that Postgres cannot take is found by halving, and fails alone. */
  async #record(batch: readonly Pending[]): Promise<void> {
    try {
      await this.#insert(batch.map(({ event }) => event));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (isDataError(error) && batch.length > 1) {
        const half = Math.ceil(batch.length / 2);
        await this.#record(batch.slice(0, half));
        await this.#record(batch.slice(half));
      } else {
        for (const { reject } of batch) reject(unavailable(error));
      }
    }
  }

  async #insert(events: readonly AuditEvent[]): Promise<void> {
    try {
      await insertAuditEvents(this.connection, events);
    } catch (error) {
      if (isAnswerOfPostgres(error)) throw error;
      // The connection broke: once more on a new one, whatever became of the first attempt.
      this.connection.discard();
      await insertAuditEvents(this.connection, events);
    }
  }
}

const unavailable = (cause?: unknown) => new Problem('audit_unavailable', { retryAfter: 1, cause });

/** Class 57 ends the session, class 08 is a broken connection; without SQLSTATE it was not Postgres that answered. */
const isAnswerOfPostgres = (error: unknown) =>
  error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '');

/** Class 22, data exception, and 23, integrity constraint violation: about one row, not about the batch. */
const isDataError = (error: unknown) => error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '');
