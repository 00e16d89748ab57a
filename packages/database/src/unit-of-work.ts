import type { Authorized } from '@stockade/access';
import type pg from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { Statement } from './statement.js';

/** One connection on the login of the principal's role; repositories demand it. */
export interface UnitOfWork {
  readonly principal: Authorized;
  /** W3C Trace Context of the request or job that the work is done for; jobs enqueued in it carry it on. */
  readonly traceparent: string | undefined;
  /** TypeORM on the same connection, for what is not on the hot path. */
  readonly manager: EntityManager;
  /** Runs a prepared statement. int8 arrives as a number, date as `YYYY-MM-DD`. */
  query<R>(statement: Statement, values: readonly unknown[]): Promise<R[]>;
  /** Runs `work`; where it throws, undoes what it did and leaves the transaction usable. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

export class PostgresUnitOfWork implements UnitOfWork {
  #savepoints = 0;

  constructor(
    readonly principal: Authorized,
    readonly traceparent: string | undefined,
    private readonly runner: QueryRunner,
    private readonly client: pg.ClientBase,
  ) {}

  get manager(): EntityManager {
    return this.runner.manager;
  }

  async query<R>(statement: Statement, values: readonly unknown[]): Promise<R[]> {
    // After its end the connection belongs to another principal's unit.
    if (this.runner.isReleased) throw new Error(`${statement.name} came after the end of its unit of work`);
    const { rows } = await this.client.query({ ...statement, values: [...values] });
    return rows;
  }

  /** BEGIN .. COMMIT around `work`, or ROLLBACK where it throws. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    // TypeORM has to know, or `manager` opens transactions of its own.
    await this.runner.startTransaction();
    try {
      const result = await work();
      await this.#commit();
      return result;
    } catch (error) {
      // Where the connection is gone so is the transaction; the first error tells why.
      await this.client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    this.#savepoints += 1;
    const name = `unit_${this.#savepoints}`;
    await this.client.query(`SAVEPOINT ${name}`);
    try {
      const result = await work();
      await this.client.query(`RELEASE SAVEPOINT ${name}`);
      return result;
    } catch (error) {
      await this.client.query(`ROLLBACK TO SAVEPOINT ${name}`);
      throw error;
    }
  }

  async #commit(): Promise<void> {
    const { command } = await this.client.query('COMMIT');
    // Postgres answers the COMMIT of a failed transaction with ROLLBACK, and no error.
    if (command !== 'COMMIT') {
      throw new Error('a statement failed in the unit of work and was ignored; nothing is committed');
    }
  }
}
