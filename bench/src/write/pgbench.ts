import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { familyTime } from '../measure/processor-time.js';
import type { BenchDatabase } from '../rig/bench-database.js';
import { Unavailable } from '../unavailable.js';
import { auditedAdjustment } from './audited-adjustment.js';

const run = promisify(execFile);

export interface Transactions {
  readonly throughput: number;
  readonly meanMs: number;
}

export interface PgbenchResult extends Transactions {
  readonly postgresCpuUs: number;
}

interface PgbenchOptions {
  readonly database: BenchDatabase;
  readonly folder: string;
  readonly login: string;
  readonly password: string;
}

/** Postgres' own load generator, on the same two statements and the same login. */
export class Pgbench {
  readonly #script: string;
  readonly #passwordFile: string;

  constructor(private readonly options: PgbenchOptions) {
    const { folder, login, password, database } = options;
    const { host, port, database: name } = database.postgres;
    this.#script = join(folder, 'audited-adjustment.sql');
    this.#passwordFile = join(folder, 'pgpass');
    writeFileSync(this.#script, auditedAdjustment);
    writeFileSync(this.#passwordFile, `${host}:${port}:${name}:${login}:${password}\n`, { mode: 0o600 });
  }

  async run(clients: number, seconds: number): Promise<PgbenchResult> {
    const { database, login } = this.options;
    const { host, port, database: name, pid } = database.postgres;
    const before = familyTime(pid);
    const { stdout } = await pgbench(
      [
        ...['--no-vacuum', '--protocol=prepared', `--client=${clients}`, '--jobs=1'],
        ...[`--time=${Math.max(1, Math.round(seconds))}`, `--file=${this.#script}`],
        ...[`--host=${host}`, `--port=${port}`, `--username=${login}`, name],
      ],
      this.#passwordFile,
    );
    const { transactions, ...result } = parsePgbench(stdout);
    return { ...result, postgresCpuUs: ((familyTime(pid) - before) * 1000) / transactions };
  }
}

/** @throws Unavailable where pgbench is not installed */
export async function requirePgbench(): Promise<void> {
  await pgbench(['--version']).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Unavailable('pgbench is not installed: on Debian it comes with postgresql-contrib.');
  });
}

/** Reads what pgbench prints at its end. @throws Error where transactions failed */
export function parsePgbench(output: string): Transactions & { transactions: number } {
  const figure = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? Number.NaN);
  const transactions = figure(/^number of transactions actually processed: (\d+)/m);
  const throughput = figure(/^tps = ([\d.]+)/m);
  const meanMs = figure(/^latency average = ([\d.]+) ms/m);
  const failed = figure(/^number of failed transactions: (\d+)/m);
  if (![transactions, throughput, meanMs].every(Number.isFinite) || failed > 0) {
    throw new Error(`pgbench did not end well:\n${output}`);
  }
  return { transactions, throughput, meanMs };
}

function pgbench(args: readonly string[], passwordFile?: string): Promise<{ stdout: string }> {
  const { PATH } = process.env;
  return run('pgbench', [...args], {
    env: { PATH, LC_ALL: 'C', ...(passwordFile && { PGPASSFILE: passwordFile }) },
  });
}
