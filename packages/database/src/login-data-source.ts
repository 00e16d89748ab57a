import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { FlightSocket } from './flight-socket.js';
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

/** Each serves many requests at a time. */
const LONE_STATEMENT_CONNECTIONS = 4;
/** By key, in the order of the keys, whatever the tables' statistics say; lock order and cost hang on it. */
const BY_KEY = ['enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off', 'jit=off'];
/** What begins no transaction changes nothing. */
const READ_ONLY = ['default_transaction_read_only=on'];

const optionsOf = (settings: readonly string[]) => settings.map((setting) => `-c ${setting}`).join(' ');

/** Connections that are logged in as one role. */
export interface RoleLogin {
  readonly source: DataSource;
  /** For statements that are each a transaction of their own. */
  readonly lone: pg.Pool;
}

/** Opens pools of connections that are logged in as `login`. */
export async function openLogin(login: string, options: LoginOptions): Promise<RoleLogin> {
  const password = async () => (await readFile(options.passwordFile(login), 'utf8')).trim();
  const applicationName = `stockade:${login}`;
  const limits = {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    types: valueTypes,
    stream: () => new FlightSocket(),
  };
  const { host, port, database } = options;
  const source = new DataSource({
    type: 'postgres',
    ...{ host, port, database, username: login, password, applicationName },
    entities: [...options.entities],
    poolSize: options.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    extra: { ...limits, options: optionsOf(READ_ONLY), pipeline: true },
  });
  await source.initialize();
  const lone = new pg.Pool({
    ...{ host, port, database, user: login, password, application_name: applicationName, ...limits },
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    max: LONE_STATEMENT_CONNECTIONS,
    options: optionsOf(BY_KEY),
  });
  // A connection that breaks while it idles is replaced at its next use, which reports what is wrong.
  lone.on('error', () => undefined);
  for (const pool of [(source.driver as PostgresDriver).master as pg.Pool, lone]) endSilent(pool);
  return { source, lone };
}

/** Ends the connections of a Postgres that hangs while they are lent. */
function endSilent(pool: pg.Pool): void {
  pool.on('acquire', (client) => socketOf(client)?.lent(true));
  pool.on('release', (_error, client) => socketOf(client)?.lent(false));
}

function socketOf({ connection }: pg.PoolClient): FlightSocket | undefined {
  return connection.stream instanceof FlightSocket ? connection.stream : undefined;
}
