import type { Authorized } from '@stockade/access';
import type pg from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Statement } from './statement.js';
import type { UnitOfWork } from './unit-of-work.js';

/** A unit of work without a transaction; it takes a connection when it first needs one. */
export class Read implements UnitOfWork {
  readonly traceparent = undefined;
  #runner: QueryRunner | undefined;
  #ended = false;

  constructor(
    readonly principal: Authorized,
    private readonly source: DataSource,
  ) {}

  get manager(): EntityManager {
    return this.#leased().manager;
  }

  async query<R>({ name, text }: Statement, values: readonly unknown[]): Promise<R[]> {
    const client: pg.ClientBase = await this.#leased().connect();
    const { rows } = await client.query({ name, text, values: [...values] });
    return rows;
  }

  withCommit(): never {
    throw new Error('a read has no transaction, and so no COMMIT');
  }

  async release(): Promise<void> {
    this.#ended = true;
    await this.#runner?.release();
  }

  #leased(): QueryRunner {
    // After its end the connection belongs to another principal's unit.
    if (this.#ended) throw new Error('the read has ended');
    this.#runner ??= this.source.createQueryRunner();
    return this.#runner;
  }
}
