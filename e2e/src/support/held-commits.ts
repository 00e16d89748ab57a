import { asAdmin } from './admin-database.js';
import { until } from './until.js';

/**
 * Does something while Postgres answers no COMMIT: what was to be committed is, on its disk, but nobody is told
 * (synchronous replication to a standby that does not exist).
 */
export async function whileCommitsAreHeld<T>(work: () => Promise<T>): Promise<T> {
  await holdCommits();
  try {
    return await work();
  } finally {
    await releaseCommits();
  }
}

export const holdCommits = () => setStandby('nobody');
export const releaseCommits = () => setStandby('');

/** Waits until a transaction of a login has been committed without its client knowing. */
export const heldCommitOf = (login: string): Promise<true> =>
  until(`a commit of ${login}`, 20_000, async () => {
    const held = await asAdmin(`SELECT FROM pg_stat_activity WHERE usename = $1 AND wait_event = 'SyncRep'`, [
      login,
    ]);
    return held.length > 0 ? true : undefined;
  });

async function setStandby(names: string): Promise<void> {
  await asAdmin(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
  await asAdmin('SELECT pg_reload_conf()');
  await until('the setting', 10_000, async () => {
    const [row] = await asAdmin<{ names: string }>(
      `SELECT setting AS names FROM pg_settings WHERE name = 'synchronous_standby_names'`,
    );
    return row?.names === names ? true : undefined;
  });
}
