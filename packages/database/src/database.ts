import type { AccessPolicy, Authorized } from '@stockade/access';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { asProblem } from './failure.js';
import { type Entity, openLogin, type PostgresAddress } from './login-data-source.js';
import { PostgresUnitOfWork, type UnitOfWork } from './unit-of-work.js';

export interface DatabaseOptions extends PostgresAddress {
  readonly policy: AccessPolicy;
  /** Roles that the process serves; it holds the logins of these and no other. */
  readonly roles: readonly string[];
  /** What `UnitOfWork.manager` knows. */
  readonly entities: readonly Entity[];
  /** Connections for each role, at most. */
  readonly poolSize: number;
}

/** Work on the Postgres login of the caller's role: what the role may not do, Postgres refuses too. */
export interface Database {
  /** Runs `work` in one transaction. @throws Problem `unavailable` where trying again may help. */
  unitOfWork<T>(
    principal: Authorized,
    work: (unit: UnitOfWork) => Promise<T>,
    traceparent?: string,
  ): Promise<T>;
  /** Runs `work` on one connection without a transaction. @throws as `unitOfWork`. */
  read<T>(principal: Authorized, work: (unit: UnitOfWork) => Promise<T>): Promise<T>;
  /** Whether every login answers. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a pool for the login of each role. @throws where a role is unknown or its login cannot connect. */
export async function createDatabase(options: DatabaseOptions): Promise<Database> {
  const opening = options.roles.map(async (name) => {
    const role = options.policy.roles.get(name);
    if (!role) throw new Error(`role ${name} is not in the access policy`);
    return [name, await openLogin(role.login, options)] as const;
  });
  const opened = await Promise.allSettled(opening);
  const sources = new Map(opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  const database = new RoleDatabase(sources);
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed) {
    await database.close();
    throw failed.reason;
  }
  return database;
}

class RoleDatabase implements Database {
  constructor(private readonly sources: ReadonlyMap<string, DataSource>) {}

  unitOfWork<T>(
    principal: Authorized,
    work: (unit: UnitOfWork) => Promise<T>,
    traceparent?: string,
  ): Promise<T> {
    return this.#leased(principal, (unit) => unit.transaction(() => work(unit)), traceparent);
  }

  read<T>(principal: Authorized, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    return this.#leased(principal, work);
  }

  async healthy(): Promise<boolean> {
    const answers = await Promise.allSettled(
      [...this.sources.values()].map((source) => source.query('SELECT 1')),
    );
    return answers.every(({ status }) => status === 'fulfilled');
  }

  async close(): Promise<void> {
    await Promise.all([...this.sources.values()].map((source) => source.destroy()));
  }

  async #leased<T>(
    principal: Authorized,
    work: (unit: PostgresUnitOfWork) => Promise<T>,
    traceparent?: string,
  ): Promise<T> {
    const source = this.sources.get(principal.role);
    if (!source) throw new Error(`this process holds no login for role ${principal.role}`);
    const runner = source.createQueryRunner();
    try {
      const client: pg.ClientBase = await runner.connect();
      return await work(new PostgresUnitOfWork(principal, traceparent, runner, client));
    } catch (error) {
      throw asProblem(error);
    } finally {
      await runner.release();
    }
  }
}
