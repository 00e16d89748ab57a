import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Layout } from '../layout.js';
import { removePostgresData } from '../provision/postgres-account.js';
import { endLeftovers } from '../start/leftovers.js';
import { type Command, sendCommand } from '../supervisor/control.js';
import { lockHolder } from '../supervisor/lock.js';
import { gone } from '../supervisor/process-identity.js';

const stopTimeoutMs = 90_000;
const socketTimeoutMs = 15_000;

/** @returns whether there was a supervisor to obey; it has done so then */
export async function command(layout: Layout, request: Command): Promise<boolean> {
  if (lockHolder(layout.lockFile) === undefined) return false;
  const deadline = Date.now() + socketTimeoutMs;
  // Between its lock and its socket a supervisor checks what it needs.
  while (
    !existsSync(layout.controlSocket) &&
    lockHolder(layout.lockFile) !== undefined &&
    Date.now() < deadline
  ) {
    await sleep(50);
  }
  await sendCommand(layout.controlSocket, request);
  return true;
}

export async function start(layout: Layout, names: string[]): Promise<void> {
  if (await command(layout, { command: 'start', names })) return;
  throw new Error(
    'The stack does not run: `pnpm stack up` starts it, `pnpm stack up --only NAME` a part of it.',
  );
}

export async function stop(layout: Layout, names: string[]): Promise<void> {
  if (await command(layout, { command: 'stop', names })) return;
  process.stderr.write('The stack does not run.\n');
}

export async function down(layout: Layout): Promise<void> {
  const holder = lockHolder(layout.lockFile);
  if (holder === undefined) {
    const ended = await endLeftovers(layout);
    const text =
      ended.length === 0
        ? 'The stack does not run.'
        : `Ended what a killed run had left: ${ended.join(', ')}.`;
    process.stderr.write(`${text}\n`);
    return;
  }
  await command(layout, { command: 'down' });
  if (!(await gone(holder, stopTimeoutMs)))
    throw new Error(`The supervisor (pid ${holder.pid}) does not end.`);
  process.stderr.write('The stack has stopped.\n');
}

export async function reset(layout: Layout): Promise<void> {
  await down(layout);
  await removePostgresData(layout.state);
  rmSync(layout.state, { recursive: true, force: true });
  process.stderr.write('Its data and secrets are gone; the next start makes them anew.\n');
}
