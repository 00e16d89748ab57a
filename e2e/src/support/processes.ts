import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { stackDone, unitOf } from './running-stack.js';
import { repository } from './stack-command.js';
import { until } from './until.js';

const READY_MS = 90_000;

/** Pid of a process of the stack. */
export async function pidOf(name: string): Promise<number> {
  const { pid } = await unitOf(name);
  if (pid === null) throw new Error(`${name} does not run`);
  return pid;
}

/** kill -9, of who has that pid; the stack starts it again. */
export const kill = (pid: number): boolean => process.kill(pid, 'SIGKILL');

/** A second process of a program that runs, with all that it was given but its port. */
export async function twinOf(name: string): Promise<ChildProcess> {
  const given = await readFile(`/proc/${await pidOf(name)}/environ`, 'utf8');
  const variables = given
    .split('\0')
    .map((line) => [line.split('=', 1)[0] ?? '', line.replace(/^[^=]*=/, '')]);
  const { STOCKADE_PORT: _port, ...env } = Object.fromEntries(variables.filter(([key]) => key !== ''));
  return spawn(process.execPath, [`apps/${name}/dist/main.js`], { cwd: repository, env, stdio: 'ignore' });
}

/** Waits until a process that had this pid has been started again. */
export async function startedAgain(name: string, before: number): Promise<number> {
  await until(`${name} to be missed`, READY_MS, async () =>
    (await unitOf(name)).pid !== before ? true : undefined,
  );
  // Does not wait for the runner's next try.
  await stackDone('start', name);
  return pidOf(name);
}
