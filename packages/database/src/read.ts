import type { Authorized } from '@stockade/access';
import type pg from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { RoleLogin } from './role-login.js';
import type { Statement } from './statement.js';
import type { UnitOfWork } from './unit-of-work.js';

/** A unit of work without a transaction; it takes a connection when it first needs one. */
export class Read implements UnitOfWork {
  readonly traceparent = undefined;
  #leased: Promise<pg.PoolClient> | undefined;
  #runner: QueryRunner | undefined;
  #ended = false;

  constructor(
    readonly principal: Authorized,
    private readonly login: RoleLogin,
  ) {}

  get manager(): EntityManager {
    this.#runner ??= this.login.entities().on(() => this.#connection());
    return this.#runner.manager;
  }

  async query<R>({ name, text }: Statement, values: readonly unknown[]): Promise<R[]> {
    const client = await this.#connection();
    const { rows } = await client.query({ name, text, values: [...values] });
    return rows;
  }

  withCommit(): never {
    throw new Error('a read has no transaction, and so no COMMIT');
  }

  async release(): Promise<void> {
    this.#ended = true;
    const client = await this.#leased?.catch(() => undefined);
    await this.#runner?.release();
    client?.release();
  }

  async #connection(): Promise<pg.PoolClient> {
    // After its end the connection belongs to another principal's unit.
    if (this.#ended) throw new Error('the read has ended');
    this.#leased ??= this.login.pool.connect();
    return this.#leased;
  }
}
