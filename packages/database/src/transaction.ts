import type { Authorized } from '@stockade/access';
import type pg from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
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

  /** @param client the connection of `runner`. */
  constructor(
    readonly principal: Authorized,
    readonly traceparent: string | undefined,
    private readonly runner: QueryRunner,
    private readonly client: pg.ClientBase,
  ) {}

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** BEGIN .. COMMIT around `work`, or ROLLBACK where it throws. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    // TypeORM has to know, or `manager` opens transactions of its own.
    Object.assign(this.runner, { isTransactionActive: true, transactionDepth: 1 });
    this.withCommit(this.client.query({ ...begin }));
    try {
      const result = await work();
      await this.#commit();
      return result;
    } catch (error) {
      // Answered after everything before it. Where the connection is gone so is the transaction.
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async query<R>({ name, text }: Statement, values: readonly unknown[]): Promise<R[]> {
    // After its end the connection belongs to another principal's unit.
    if (this.runner.isReleased) throw new Error(`${name} came after the end of its unit of work`);
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
