import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { childUnit } from './child-unit.js';
import { identify } from './process-identity.js';
import type { UnitStatus } from './supervised-unit.js';
import { Supervisor } from './supervisor.js';
import { UnitFailure } from './unit.js';

/** Appended to a script, makes it a process that is ready. */
const ready = `
  import { createServer } from 'node:http';
  createServer((request, response) => response.end()).listen(Number(process.env.PORT), '127.0.0.1');
`;

let port: number;
let directory: string;
let supervisor: Supervisor;
const reports: string[] = [];

beforeEach(async () => {
  port = await freePort();
  directory = mkdtempSync(join(tmpdir(), 'supervisor-'));
  reports.length = 0;
});

afterEach(async () => {
  for (const { name } of supervisor.status()) await supervisor.stop(name);
  rmSync(directory, { recursive: true });
});

describe('a supervised process', () => {
  it('is ready when it says so, and is started again when it dies', async () => {
    supervise(ready);
    await supervisor.start('worker');
    const first = status();
    expect(first).toMatchObject({ state: 'ready', restarts: 0, lastExit: null });

    process.kill(first.pid ?? 0, 'SIGKILL');
    await vi.waitUntil(() => status().restarts === 1 && status().state === 'ready', { timeout: 10_000 });
    expect(status().pid).not.toBe(first.pid);
    expect(status().lastExit).toBe('it was ended by SIGKILL');
    expect(reports).toEqual(['it was ended by SIGKILL; it is started again in 0.5 s', 'it is ready again']);
  });

  it('stays stopped when somebody stopped it', async () => {
    supervise(ready);
    await supervisor.start('worker');
    const { pid } = status();
    await supervisor.stop('worker');
    expect(status()).toMatchObject({ state: 'stopped', pid: null, restarts: 0 });
    expect(identify(pid ?? 0)).toBeUndefined();
    expect(reports).toEqual([]);
  });

  it('is killed when it does not end within the grace', async () => {
    supervise(`process.on('SIGTERM', () => {}); ${ready}`);
    await supervisor.start('worker');
    const { pid } = status();
    await supervisor.stop('worker');
    expect(identify(pid ?? 0)).toBeUndefined();
  });

  it('that ends at once fails with its last lines', async () => {
    supervise(`console.error('STOCKADE_ISSUER is missing'); process.exit(3);`);
    const failure = await supervisor.start('worker').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnitFailure);
    expect(failure).toMatchObject({
      unit: 'worker',
      reason: 'it ended with exit code 3',
      lastLines: ['STOCKADE_ISSUER is missing'],
    });
    expect(status().state).toBe('stopped');
  });

  it('that never becomes ready fails, and does not go on running', async () => {
    supervise('setInterval(() => {}, 1000);', { readyTimeoutMs: 800 });
    const failure = supervisor.start('worker').catch((error: unknown) => error);
    await vi.waitUntil(() => status().pid !== null);
    const { pid } = status();
    expect(await failure).toMatchObject({ reason: expect.stringContaining('was not ready at') });
    expect(identify(pid ?? 0)).toBeUndefined();
  });

  it('gets the environment of its spec and no secret of the supervisor', async () => {
    process.env.DATABASE_URL = 'postgresql://postgres:s3cr3t@127.0.0.1/stockade';
    const mark = join(directory, 'environment.json');
    supervise(
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.MARK, JSON.stringify(process.env)); ${ready}`,
      { env: { MARK: mark } },
    );
    await supervisor.start('worker');
    delete process.env.DATABASE_URL;
    expect(readFileSync(mark, 'utf8')).not.toContain('s3cr3t');
  });

  it('of another name is unknown, and the known ones are named', () => {
    supervise(ready);
    expect(() => supervisor.start('nobody')).toThrow('There is no nobody here; there are worker.');
  });
});

function supervise(script: string, { env = {}, readyTimeoutMs = 10_000 } = {}): void {
  const file = join(directory, 'worker.mjs');
  writeFileSync(file, script);
  const unit = childUnit({
    name: 'worker',
    command: [file],
    cwd: directory,
    env: () => ({ PORT: String(port), ...env }),
    logFile: join(directory, 'worker.log'),
    url: `http://127.0.0.1:${port}`,
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
    readyTimeoutMs,
    graceMs: 500,
  });
  supervisor = new Supervisor({
    units: [unit],
    changed: () => {},
    report: (_, line) => reports.push(line),
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function status(): UnitStatus {
  const [only] = supervisor.status();
  if (only === undefined) throw new Error('there is no unit');
  return only;
}
