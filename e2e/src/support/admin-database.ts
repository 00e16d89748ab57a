import { runningStack } from '@stockade/testing';
import pg from 'pg';
import { afterAll } from 'vitest';
import { until } from './until.js';

let pool: pg.Pool | undefined;

/** Asks the database of the running stack as its administrator. */
export async function asAdmin<R extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  return (await adminPool().query<R>(sql, values)).rows;
}

/** Does something while a transaction of the administrator's holds what `sql` locks. */
export async function whileLocked<T>(sql: string, work: () => Promise<T>): Promise<T> {
  const client = await adminPool().connect();
  try {
    await client.query('BEGIN');
    await client.query(sql);
    return await work();
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

function adminPool(): pg.Pool {
  if (pool === undefined) {
    pool = new pg.Pool({ connectionString: runningStack().database.adminUrl, max: 4 });
    // Postgres may be killed while a connection idles; whoever asks next is told.
    pool.on('error', () => undefined);
  }
  return pool;
}

/** Waits until a session of a login waits for a lock. */
export const blocked = (login: string): Promise<true> =>
  until(`${login} to wait for a lock`, 30_000, async () => {
    const waiting = await asAdmin(
      `SELECT FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`,
      [login],
    );
    return waiting.length > 0 ? true : undefined;
  });

/** Gives everybody their whole limit again. */
export const forgetRequestCounts = () => asAdmin('DELETE FROM limits.buckets');

afterAll(async () => {
  await pool?.end();
  pool = undefined;
});

/** By the database's clock, which the records are dated by. */
export async function databaseTime(): Promise<Date> {
  const [clock] = await asAdmin<{ now: Date }>('SELECT clock_timestamp() AS now');
  if (!clock) throw new Error('the database does not tell its time');
  return clock.now;
}
