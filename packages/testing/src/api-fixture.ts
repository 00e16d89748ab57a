import type { Authorized } from '@stockade/access';
import type { OperationInput, OperationOutput, OperationSpec } from '@stockade/contracts';
import { createDatabase, type Database, type DatabaseOptions, type UnitOfWork } from '@stockade/database';
import { type TestDatabase, testDatabase } from './test-database.js';

interface Api extends Pick<DatabaseOptions, 'roles' | 'entities'> {
  /** Schema that the API owns. */
  readonly schema: string;
}

interface OpenedApi {
  readonly schema: string;
  readonly test: TestDatabase;
  readonly database: Database;
}

interface Handler<O extends OperationSpec> {
  handle(input: OperationInput<O>, unit: UnitOfWork): Promise<OperationOutput<O>>;
}

type Input<O extends OperationSpec> = {
  [Part in 'params' | 'query' | 'body']?: OperationInput<O>[Part];
} & { version?: number };

export interface EnqueuedJob {
  readonly name: string;
  readonly key: string;
  readonly data: { readonly payload: unknown };
}

/** The caller that a unit of work gets; its agent is `test_<role>`. */
const principalOf = (role: string): Authorized => ({
  agent: `test_${role}`,
  through: null,
  subject: 'subject',
  roles: [role],
  scopes: new Set<string>(),
  tokenId: 'token',
  expiresAt: 0,
  role,
});

/** A database of its own for the API's handlers, in which a table stands in for the queue. */
export async function openApi({ schema, roles, entities }: Api): Promise<OpenedApi> {
  const test = await testDatabase();
  await test.ownerQuery(`
    CREATE OR REPLACE FUNCTION queues.enqueue(queue text, key text, name text, data jsonb, delay_ms bigint)
    RETURNS void LANGUAGE sql SECURITY DEFINER AS
    'INSERT INTO queues.outbox (queue, key, name, data, delay_ms) VALUES ($1, $2, $3, $4, $5)'`);
  return { schema, test, database: await createDatabase({ ...test.database, roles, entities }) };
}

/** The handlers of an API on a real database, each call in a unit of work on the login of its role. */
export class ApiFixture<Role extends string> {
  readonly test: TestDatabase;
  readonly database: Database;
  readonly #schema: string;

  constructor({ schema, test, database }: OpenedApi) {
    this.#schema = schema;
    this.test = test;
    this.database = database;
  }

  /** Calls a handler as a caller of the role. */
  as<O extends OperationSpec>(role: Role, handler: Handler<O>, input: Input<O>): Promise<OperationOutput<O>> {
    const whole = { params: {}, query: {}, body: {}, version: undefined, ...input } as OperationInput<O>;
    return this.work(role, (unit) => handler.handle(whole, unit));
  }

  work<T>(role: Role, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    return this.database.unitOfWork(principalOf(role), work);
  }

  /** The jobs that were enqueued by committed transactions, oldest first. */
  jobs(): Promise<EnqueuedJob[]> {
    return this.test.ownerQuery('SELECT name, key, data FROM queues.outbox ORDER BY id');
  }

  /** Everything that the tables of the schema hold, and the jobs: equal before and after what was refused. */
  async everything(): Promise<Record<string, unknown>> {
    const rows: Record<string, unknown> = {};
    for (const table of [...(await this.#tables()), 'queues.outbox']) {
      rows[table] = await this.test.ownerQuery(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY t::text`);
    }
    return rows;
  }

  /** Empties every table of the schema, the append-only ones too, and the jobs. */
  async reset(): Promise<void> {
    const guards = await this.test.ownerQuery<{ guarded: string }>(
      `SELECT tgrelid::regclass::text AS guarded FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
       WHERE relnamespace = $1::regnamespace AND tgname = 'append_only'`,
      [this.#schema],
    );
    const guarded = guards.map((row) => row.guarded);
    await this.test.ownerQuery(
      [
        ...guarded.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER append_only`),
        `TRUNCATE ${[...(await this.#tables()), 'queues.outbox'].join(', ')}`,
        ...guarded.map((table) => `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER append_only`),
      ].join(';'),
    );
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.test.close();
  }

  async #tables(): Promise<string[]> {
    const rows = await this.test.ownerQuery<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1 ORDER BY 1`,
      [this.#schema],
    );
    return rows.map(({ name }) => name);
  }
}
