import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { StatementClient } from './insert.js';

export interface AuditConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** File with the password of login `audit_writer`; read again for each connection. */
  readonly passwordFile: string;
}

/** May insert into `audit.events` and do nothing else. */
const LOGIN = 'audit_writer';
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
/** For a server that does not even answer that the statement took too long. */
const ANSWER_TIMEOUT_MS = 6_000;
const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 2_000;

/** One connection that is opened again, when it is needed, after it was lost. */
export class WriterConnection implements StatementClient {
  #client: pg.Client | undefined;
  #backoff = 0;
  #notBefore = 0;

  constructor(private readonly options: AuditConnection) {}

  async query(statement: { name: string; text: string }, values: readonly unknown[]): Promise<void> {
    const client = this.#client ?? (await this.connect());
    await client.query({ ...statement, values: [...values] });
  }

  /** @throws at once, without trying, where the last attempt failed a moment ago. */
  async connect(): Promise<pg.Client> {
    if (Date.now() < this.#notBefore) throw new Error('the audit database was unreachable a moment ago');
    const { host, port, database, passwordFile } = this.options;
    const client = new pg.Client({
      host,
      port,
      database,
      user: LOGIN,
      password: async () => (await readFile(passwordFile, 'utf8')).trim(),
      application_name: `stockade:${LOGIN}`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
    });
    client.on('error', () => {
      if (this.#client === client) this.discard();
    });
    try {
      await client.connect();
    } catch (error) {
      this.#backoff = Math.min(LONGEST_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, this.#backoff * 2));
      this.#notBefore = Date.now() + this.#backoff;
      throw error;
    }
    this.#backoff = 0;
    this.#client = client;
    return client;
  }

  /** Lets go of a connection that can no longer be trusted; the next query opens another. */
  discard(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#client?.end();
    this.#client = undefined;
  }
}
