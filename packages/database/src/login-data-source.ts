import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { FlightSocket } from './flight-socket.js';
import { LookupBatches } from './lookup-batches.js';
import { valueTypes } from './value-types.js';

export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Path of the file that holds a login's password; read again for each new connection. */
  readonly passwordFile: (login: string) => string;
}

/** A class that TypeORM's decorators describe. */
export type Entity = new () => object;

interface LoginOptions extends PostgresAddress {
  readonly entities: readonly Entity[];
  readonly poolSize: number;
}

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 3_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;

/** Connections that are logged in as one role. */
export interface RoleLogin {
  readonly source: DataSource;
  readonly lookups: LookupBatches;
}

/** Opens a pool of connections that are logged in as `login`. */
export async function openLogin(login: string, options: LoginOptions): Promise<RoleLogin> {
  const source = new DataSource({
    type: 'postgres',
    host: options.host,
    port: options.port,
    database: options.database,
    username: login,
    password: async () => (await readFile(options.passwordFile(login), 'utf8')).trim(),
    entities: [...options.entities],
    applicationName: `stockade:${login}`,
    poolSize: options.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    extra: {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      types: valueTypes,
      // What begins no transaction for it changes nothing.
      options: '-c default_transaction_read_only=on',
      pipeline: true,
      stream: () => new FlightSocket(),
    },
  });
  await source.initialize();
  const pool: pg.Pool = (source.driver as PostgresDriver).master;
  pool.on('acquire', (client) => socketOf(client)?.lent(true));
  pool.on('release', (_error, client) => socketOf(client)?.lent(false));
  return { source, lookups: new LookupBatches(pool) };
}

function socketOf({ connection }: pg.PoolClient): FlightSocket | undefined {
  return connection.stream instanceof FlightSocket ? connection.stream : undefined;
}
