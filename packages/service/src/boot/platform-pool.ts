import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Configuration } from '../configuration.js';

const POOL_SIZE = 4;
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
/** For a server that does not even answer that the statement took too long. */
const ANSWER_TIMEOUT_MS = 6_000;

/** Connections on a login that belongs to the platform and to no role. */
export function platformPool(login: string, configuration: Configuration): pg.Pool {
  const pool = new pg.Pool({
    ...configuration.database,
    user: login,
    password: async () => (await readFile(configuration.secretFile('postgres', login), 'utf8')).trim(),
    application_name: `stockade:${login}`,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
  });
  // A connection that breaks while it idles is replaced at its next use, which reports what is wrong.
  pool.on('error', () => undefined);
  return pool;
}

export const answers = async (pool: pg.Pool): Promise<boolean> =>
  (await pool.query('SELECT 1')).rowCount === 1;
