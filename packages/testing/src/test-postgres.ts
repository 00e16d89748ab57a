import { execFile, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, accountForPostgres, programsFor } from './postgres-programs.js';

const run = promisify(execFile);

/** As fast as Postgres goes, and not durable: its data is gone after the run anyway. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: "''",
  max_connections: '300',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  // The database, for who reads what it logged.
  log_line_prefix: '%d:',
};

/** A Postgres in a temporary folder, with superuser `postgres`, that ends with this process. */
export class TestPostgres {
  readonly log: string;
  readonly #data: string;
  readonly #stopAtExit = () => {
    spawnSync(join(this.programs, 'pg_ctl'), this.#immediateStop(), { ...this.account, stdio: 'ignore' });
    rmSync(this.folder, { recursive: true, force: true });
  };

  private constructor(
    /** Temporary; removed by `stop`. */
    readonly folder: string,
    private readonly programs: string,
    private readonly account: Account | undefined,
  ) {
    this.#data = join(folder, 'server', 'data');
    this.log = join(folder, 'server', 'log');
  }

  /** @throws with the server's log where it does not start */
  static async start(port: number, password: string): Promise<TestPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'stockade-test-'));
    const account = await accountForPostgres();
    const postgres = new TestPostgres(folder, await programsFor(account, folder), account);
    process.once('exit', postgres.#stopAtExit);
    try {
      await postgres.#initialise(password);
      await postgres.#serve(port);
    } catch (cause) {
      const log = await readFile(postgres.log, 'utf8').catch(() => '');
      await rm(folder, { recursive: true, force: true });
      throw new Error(`the test Postgres did not start\n${log}`, { cause });
    }
    return postgres;
  }

  async stop(): Promise<void> {
    process.off('exit', this.#stopAtExit);
    await this.#execute('pg_ctl', this.#immediateStop());
    await rm(this.folder, { recursive: true, force: true });
  }

  async #initialise(password: string): Promise<void> {
    const home = join(this.folder, 'server');
    const passwordFile = join(home, 'password');
    await mkdir(home, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (this.account) {
      for (const path of [home, passwordFile]) await chown(path, this.account.uid, this.account.gid);
    }
    await this.#execute('initdb', [
      ...['--pgdata', this.#data, '--username', 'postgres', '--pwfile', passwordFile, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
    ]);
    await rm(passwordFile);
  }

  async #serve(port: number): Promise<void> {
    const flags = Object.entries({ ...settings, port }).map(([name, value]) => `-c ${name}=${value}`);
    await this.#execute('pg_ctl', [
      'start',
      '-D',
      this.#data,
      '-w',
      '-s',
      '-l',
      this.log,
      '-o',
      flags.join(' '),
    ]);
  }

  #immediateStop(): string[] {
    return ['stop', '-D', this.#data, '-m', 'immediate'];
  }

  async #execute(program: string, args: readonly string[]): Promise<void> {
    const env = { ...process.env, LC_ALL: 'C' };
    await run(join(this.programs, program), [...args], { ...this.account, cwd: this.folder, env });
  }
}
