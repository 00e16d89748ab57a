import type { AccessPolicy, Authorized } from '@stockade/access';
import type pg from 'pg';
import type { Entities, Entity } from './entities.js';
import { asProblem, isRefusal } from './failure.js';
import { Read } from './read.js';
import { openLogin, type PostgresAddress, type RoleLogin } from './role-login.js';
import type { Statement } from './statement.js';
import { Transaction } from './transaction.js';
import type { UnitOfWork } from './unit-of-work.js';

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
  /** Runs `work` without a transaction. @throws as `unitOfWork`. */
  read<T>(principal: Authorized, work: (unit: UnitOfWork) => Promise<T>): Promise<T>;
  /**
   * Runs one statement that is a transaction of its own: what it changes is committed when it returns.
   * @throws Problem `unavailable` where nobody knows what became of it, and the error of Postgres where it was
   * refused, and nothing of it is done.
   */
  inOneStatement<R>(role: string, statement: Statement, values: readonly unknown[]): Promise<R[]>;
  /** Whether every login answers. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a pool for the login of each role. @throws where a role is unknown or its login cannot connect. */
export async function createDatabase(options: DatabaseOptions): Promise<Database> {
  let described: Entities | undefined;
  const entities = () => {
    if (!described) throw new Error('this process has no entities: its units of work have no manager');
    return described;
  };
  const opening = options.roles.map(async (name) => {
    const role = options.policy.roles.get(name);
    if (!role) throw new Error(`role ${name} is not in the access policy`);
    return [name, { ...(await openLogin(role.login, options)), entities }] as const;
  });
  const opened = await Promise.allSettled(opening);
  const logins = new Map(opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  const database = new RoleDatabase(logins);
  try {
    const failed = opened.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    described = await describe(options.entities, logins);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** TypeORM is loaded where there is something to describe. */
async function describe(
  entities: readonly Entity[],
  logins: ReadonlyMap<string, RoleLogin>,
): Promise<Entities | undefined> {
  const [login] = logins.values();
  if (entities.length === 0 || !login) return undefined;
  const { Entities } = await import('./entities.js');
  return Entities.describe(entities, login.pool);
}

class RoleDatabase implements Database {
  constructor(private readonly logins: ReadonlyMap<string, RoleLogin>) {}

  async unitOfWork<T>(
    principal: Authorized,
    work: (unit: UnitOfWork) => Promise<T>,
    traceparent?: string,
  ): Promise<T> {
    const { pool, entities } = this.#loginOf(principal);
    let client: pg.PoolClient | undefined;
    try {
      client = await pool.connect();
      const transaction = new Transaction(principal, traceparent, client, entities);
      return await transaction.run(() => work(transaction));
    } catch (error) {
      throw asProblem(error);
    } finally {
      client?.release();
    }
  }

  async read<T>(principal: Authorized, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    const unit = new Read(principal, this.#loginOf(principal));
    try {
      return await work(unit);
    } catch (error) {
      throw asProblem(error);
    } finally {
      await unit.release();
    }
  }

  async inOneStatement<R>(role: string, { name, text }: Statement, values: readonly unknown[]): Promise<R[]> {
    try {
      const { rows } = await this.#loginOf({ role }).lone.query({ name, text, values: [...values] });
      return rows;
    } catch (error) {
      throw isRefusal(error) ? error : asProblem(error);
    }
  }

  async healthy(): Promise<boolean> {
    const answers = await Promise.allSettled(
      [...this.logins.values()].map(({ pool }) => pool.query('SELECT')),
    );
    return answers.every(({ status }) => status === 'fulfilled');
  }

  async close(): Promise<void> {
    const pools = [...this.logins.values()];
    await Promise.all(pools.flatMap(({ pool, lone }) => [pool.end(), lone.end()]));
  }

  #loginOf({ role }: Pick<Authorized, 'role'>): RoleLogin {
    const login = this.logins.get(role);
    if (!login) throw new Error(`this process holds no login for role ${role}`);
    return login;
  }
}
