import { mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProvidedPostgres, providePostgres } from './postgres.js';
import { removePostgresData } from './postgres-account.js';

let stateDir: string;
let port: number;
let postgres: ProvidedPostgres;

const provide = (env: NodeJS.ProcessEnv = {}) =>
  providePostgres({ stateDir, port, adminPasswordFile: join(stateDir, 'password'), log: () => {}, env });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function ask(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: 'array' }).finally(() => client.end());
  return rows.flat();
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'stack-'));
  await writeFile(join(stateDir, 'password'), 'p@ss/word', { mode: 0o600 });
  port = await freePort();
  postgres = await provide();
}, 60_000);

afterAll(async () => {
  await postgres.stop();
  await rm(stateDir, { recursive: true });
});

describe('a private Postgres', () => {
  it('demands its password over SCRAM, keeps checksums and writes through', async () => {
    expect(await ask('SELECT current_database()')).toEqual(['stockade']);
    expect(await ask("SELECT current_setting('data_checksums'), current_setting('fsync')")).toEqual([
      'on',
      'on',
    ]);
    expect(await ask('SELECT DISTINCT auth_method FROM pg_hba_file_rules')).toEqual(['scram-sha-256']);
    expect(await ask('SHOW listen_addresses')).toEqual(['127.0.0.1']);
  });

  it('is adopted by the next start', async () => {
    const { pid } = await provide();
    expect(pid).toBe(postgres.pid);
  });

  it('comes back with its data after a kill -9', async () => {
    await ask('CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(postgres.pid ?? 0, 'SIGKILL');
    postgres = await provide();
    expect(await ask('SELECT answer FROM kept')).toEqual([42]);
  }, 30_000);

  it('follows when the ports of the stack are moved', async () => {
    port = await freePort();
    postgres = await provide();
    expect(await ask('SHOW port')).toEqual([String(port)]);
  }, 30_000);

  it('says what to do when data and password do not belong together', async () => {
    await writeFile(join(stateDir, 'password'), 'another');
    await expect(provide()).rejects.toThrow('"stack reset" makes both anew');
    await writeFile(join(stateDir, 'password'), 'p@ss/word');
  });
});

describe.runIf(process.getuid?.() === 0)('below a folder that only root may enter', () => {
  it('runs as its own user, with its data elsewhere, and leaves nothing when they are deleted', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'closed-'));
    const inside = join(closed, 'state');
    const adminPasswordFile = join(closed, 'password');
    await writeFile(adminPasswordFile, 'p@ss/word', { mode: 0o600 });
    const options = { stateDir: inside, port: await freePort(), adminPasswordFile, log: () => {}, env: {} };
    const server = await providePostgres(options);
    await server.stop();
    const elsewhere = await realpath(join(inside, 'postgres'));
    expect(elsewhere.startsWith(closed)).toBe(false);
    expect((await stat(elsewhere)).uid).not.toBe(0);
    await removePostgresData(inside);
    await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
    expect(await readdir(inside)).toEqual(['logs']);
    await rm(closed, { recursive: true });
  }, 60_000);
});

describe('DATABASE_URL', () => {
  it('is used as it is, and its server is left alone', async () => {
    const given = await provide({ DATABASE_URL: postgres.adminUrl });
    expect(given).toMatchObject({ adminUrl: postgres.adminUrl, port, database: 'stockade', pid: undefined });
    await given.stop();
    expect(await ask('SELECT 1')).toEqual([1]);
  });

  it('must name a login that may create roles', async () => {
    await ask("CREATE ROLE weak LOGIN PASSWORD 'weak'");
    const refusal = provide({ DATABASE_URL: `postgresql://weak:weak@127.0.0.1:${port}/stockade` });
    await expect(refusal).rejects.toThrow('must name a login that may create roles');
  });

  it.each(['mysql://x@localhost/y', 'postgresql://x@localhost', 'nonsense'])('refuses %s', async (url) => {
    await expect(provide({ DATABASE_URL: url })).rejects.toThrow('DATABASE_URL must look like');
  });
});
