import { runningStack } from '@stockade/testing';
import pg from 'pg';
import { afterAll } from 'vitest';

let pool: pg.Pool | undefined;

/** Asks the database of the running stack as its administrator. */
export async function asAdmin<R extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  pool ??= new pg.Pool({ connectionString: runningStack().database.adminUrl, max: 4 });
  return (await pool.query<R>(sql, values)).rows;
}

/** Gives everybody their whole limit again. */
export const forgetRequestCounts = () => asAdmin('DELETE FROM limits.buckets');

afterAll(async () => {
  await pool?.end();
  pool = undefined;
});
