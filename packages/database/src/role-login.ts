import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Entities } from './entities.js';
import { FlightSocket } from './flight-socket.js';
import { valueTypes } from './value-types.js';

export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Path of the file that holds a login's password; read again for each new connection. */
  readonly passwordFile: (login: string) => string;
}

interface LoginOptions extends PostgresAddress {
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
  /** For units of work, one at a time each. */
  readonly pool: pg.Pool;
  /** For statements that are each a transaction of their own. */
  readonly lone: pg.Pool;
  /** @throws Error in a process that has none */
  entities(): Entities;
}

/** Opens pools of connections that are logged in as `login`. @throws where it cannot connect */
export async function openLogin(login: string, options: LoginOptions): Promise<Omit<RoleLogin, 'entities'>> {
  const { host, port, database, passwordFile, poolSize } = options;
  const shared = {
    ...{ host, port, database, user: login, application_name: `stockade:${login}` },
    password: async () => (await readFile(passwordFile(login), 'utf8')).trim(),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    types: valueTypes,
    stream: () => new FlightSocket(),
  };
  const pool = new pg.Pool({ ...shared, max: poolSize, options: optionsOf(READ_ONLY), pipeline: true });
  const lone = new pg.Pool({ ...shared, max: LONE_STATEMENT_CONNECTIONS, options: optionsOf(BY_KEY) });
  for (const one of [pool, lone]) outliveConnections(one);
  try {
    await pool.query('SELECT');
  } catch (error) {
    await Promise.all([pool.end(), lone.end()]);
    throw error;
  }
  return { pool, lone };
}

/** A connection that breaks is replaced at its next use, which reports what is wrong; one that hangs is ended. */
function outliveConnections(pool: pg.Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  endSilent(pool);
}

/** Ends the connections of a Postgres that hangs while they are lent. */
function endSilent(pool: pg.Pool): void {
  pool.on('acquire', (client) => socketOf(client)?.lent(true));
  pool.on('release', (_error, client) => socketOf(client)?.lent(false));
}

function socketOf({ connection }: pg.PoolClient): FlightSocket | undefined {
  return connection.stream instanceof FlightSocket ? connection.stream : undefined;
}
