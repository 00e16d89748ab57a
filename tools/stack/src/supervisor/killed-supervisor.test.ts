import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { layoutOf } from '../layout.js';
import { clearLeftovers } from '../start/leftovers.js';
import { sendCommand } from './control.js';
import { acquireLock, lockHolder, releaseLock } from './lock.js';
import { isAlive } from './process-identity.js';
import { readState } from './state-file.js';

const { root } = layoutOf(undefined);
const built = (module: string) => JSON.stringify(join(root, 'tools/stack/dist', module));

/** A supervisor of two processes that would rather not end, in a process of its own. */
const supervisorScript = `
  import { childUnit } from ${built('supervisor/child-unit.js')};
  import { acquireLock } from ${built('supervisor/lock.js')};
  import { once } from 'node:events';
  import { createServer } from 'node:http';
  import { serveControl } from ${built('supervisor/control.js')};
  import { writeState } from ${built('supervisor/state-file.js')};
  import { Supervisor } from ${built('supervisor/supervisor.js')};
  import { layoutOf } from ${built('layout.js')};
  const layout = layoutOf(process.argv[2]);
  const identity = acquireLock(layout.lockFile);
  // Ready at once: what counts is who lives on.
  const answering = createServer((request, response) => response.end()).listen(0, '127.0.0.1');
  await once(answering, 'listening');
  const health = 'http://127.0.0.1:' + answering.address().port;
  const unit = (name) => childUnit({
    name, command: ['-e', 'setInterval(() => {}, 1000)'], cwd: layout.state, env: () => ({}),
    logFile: layout.logs + '/' + name + '.log', url: health, readyUrl: health, readyTimeoutMs: 1000, graceMs: 500,
  });
  const supervisor = new Supervisor({
    units: [unit('one'), unit('two')],
    changed: (units) => writeState(layout.stateFile, { version: 1, supervisor: identity, phase: 'ready', startedAt: '', units }),
    report: () => {},
  });
  await serveControl(layout.controlSocket, async () => {});
  setInterval(() => {}, 1000);
  await Promise.all([supervisor.start('one'), supervisor.start('two')]);
`;

let directory: string;
let killed: ChildProcess;

beforeAll(
  () => execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b', 'tools/stack'], { cwd: root }),
  120_000,
);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'killed-supervisor-'));
});

afterEach(() => {
  killed.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

it('a supervisor that is killed leaves nothing that stops the next start', async () => {
  const layout = layoutOf(directory);
  const script = join(directory, 'supervisor.mjs');
  writeFileSync(script, supervisorScript);
  killed = spawn(process.execPath, [script, directory], { stdio: 'inherit' });
  const children = () => readState(layout.stateFile)?.units ?? [];
  await vi.waitUntil(() => children().filter(({ state }) => state === 'ready').length === 2, {
    timeout: 20_000,
  });
  expect(() => acquireLock(layout.lockFile)).toThrow(/Another supervisor/);

  const ended = new Promise((resolve) => killed.once('exit', resolve));
  killed.kill('SIGKILL');
  await ended;
  const orphans = children().map(({ pid, startedAt }) => ({ pid: pid ?? 0, startedAt: startedAt ?? '' }));
  expect(orphans.map(isAlive)).toEqual([true, true]);
  expect(existsSync(layout.controlSocket)).toBe(true);
  expect(lockHolder(layout.lockFile)).toBeUndefined();
  await expect(sendCommand(layout.controlSocket, { command: 'down' })).rejects.toThrow();

  acquireLock(layout.lockFile);
  await clearLeftovers(layout);
  expect(orphans.map(isAlive)).toEqual([false, false]);
  releaseLock(layout.lockFile);
}, 30_000);
