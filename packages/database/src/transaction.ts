import type { Authorized } from '@stockade/access';
import type pg from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { Entities } from './entities.js';
import { type Statement, statement } from './statement.js';
import type { UnitOfWork } from './unit-of-work.js';

const begin = statement('begin', 'BEGIN READ WRITE');
const commit = statement('commit', 'COMMIT');

/**
 * A unit of work that is one transaction on one connection, with as few trips to Postgres as its statements
 * allow. No statement has to wait for the answer to the one before: where one fails Postgres refuses all that
 * follow, and the COMMIT; and without the BEGIN the connection is read-only.
 */
export class Transaction implements UnitOfWork {
  readonly #withCommit: Promise<unknown>[] = [];
  #runner: QueryRunner | undefined;
  #ended = false;

  constructor(
    readonly principal: Authorized,
    readonly traceparent: string | undefined,
    private readonly client: pg.ClientBase,
    private readonly entities: () => Entities,
  ) {}

  get manager(): EntityManager {
    if (this.#ended) throw new Error('the manager was asked for after the end of its unit of work');
    // TypeORM has to know of the transaction, or `manager` opens some of its own.
    this.#runner ??= Object.assign(
      this.entities().on(async () => this.client),
      { isTransactionActive: true, transactionDepth: 1 },
    );
    return this.#runner.manager;
  }

  /** BEGIN .. COMMIT around `work`, or ROLLBACK where it throws. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.withCommit(this.client.query({ ...begin }));
    try {
      const result = await work();
      await this.#commit();
      return result;
    } catch (error) {
      // Answered after everything before it. Where the connection is gone so is the transaction.
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      this.#ended = true;
      await this.#runner?.release();
    }
  }

  async query<R>({ name, text }: Statement, values: readonly unknown[]): Promise<R[]> {
    // After its end the connection belongs to another principal's unit.
    if (this.#ended) throw new Error(`${name} came after the end of its unit of work`);
    const { rows } = await this.client.query({ name, text, values: [...values] });
    return rows;
  }

  withCommit(sent: Promise<unknown>): void {
    // Where the unit fails before its COMMIT, nobody else asks what became of it.
    sent.catch(() => undefined);
    this.#withCommit.push(sent);
  }

  async #commit(): Promise<void> {
    const committed = this.client.query({ ...commit });
    // The first to fail is what the others fail for.
    await Promise.all([...this.#withCommit, committed]);
    // Postgres answers the COMMIT of a failed transaction with ROLLBACK, and no error.
    if ((await committed).command !== 'COMMIT') {
      throw new Error('a statement failed in the unit of work and was ignored; nothing is committed');
    }
  }
}
