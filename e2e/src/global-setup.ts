import './support/provided-context.js';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StackEnvironment } from '@stockade/testing';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { freePortBase } from './support/free-ports.js';
import { repository, type StackPlace, stackCommand } from './support/stack-command.js';
import { until } from './support/until.js';

const FIRST_DAY_MS = 120_000;

/** A stack that runs already is used as it is, and left so: `STOCKADE_E2E_STACK_DIR=.stack`. */
const runningStackDir = process.env.STOCKADE_E2E_STACK_DIR;

/**
 * vitest's globalSetup of the end-to-end tests: one real stack for the run, started as a user starts it. The world
 * and the agents are stopped again after their first business day, which the tests build on; the closed loop starts
 * them.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (runningStackDir !== undefined) {
    await provide(project, { stackDir: join(repository, runningStackDir), portBase: 0 });
    return async () => {};
  }
  const place = { stackDir: join(repository, '.stack', 'e2e'), portBase: await freePortBase() };
  say(`starting a stack on ports from ${place.portBase}`);
  await command(place, 'reset');
  endWithThisProcess(place);
  await command(place, 'up', '--detach');
  await firstDayClosed(await environmentOf(place));
  await command(place, 'stop', 'world', 'inventory-bot', 'order-placer', 'shipment-tracker');
  await provide(project, place);
  say('the stack is ready');
  return async () => {
    // Silently: the closing line of the run has been written.
    await stackCommand(place, ['down']);
  };
}

async function provide(project: TestProject, place: StackPlace): Promise<void> {
  const environment = await environmentOf(place);
  const inventory = new URL(environment.services['inventory-api']?.url ?? '');
  project.provide('stack', environment);
  project.provide('stackDir', place.stackDir);
  project.provide('portBase', Number(inventory.port) - 1);
}

async function environmentOf(place: StackPlace): Promise<StackEnvironment> {
  return JSON.parse(await command(place, 'env', '--json')) as StackEnvironment;
}

/** However little of it the world had done when it was ready. */
async function firstDayClosed({ database }: StackEnvironment): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await until('the end of the first business day', FIRST_DAY_MS, async () => {
      const { rowCount } = await client.query('SELECT FROM inventory.business_days LIMIT 1');
      return rowCount === 0 ? undefined : true;
    });
  } finally {
    await client.end();
  }
}

async function command(place: StackPlace, ...words: string[]): Promise<string> {
  const { code, stdout } = await stackCommand(place, words, { stderr: 'inherit' });
  if (code !== 0) throw new Error(`\`stack ${words.join(' ')}\` failed with exit code ${code}`);
  return stdout;
}

/** Whatever ends this process, Ctrl-C among it, ends the stack. */
function endWithThisProcess(place: StackPlace): void {
  const env = { ...process.env, STACK_DIR: place.stackDir };
  process.once('exit', () => {
    const runner = join(repository, 'tools', 'stack', 'dist', 'main.js');
    const { status } = spawnSync(process.execPath, [runner, 'down'], { env, stdio: 'ignore' });
    // Without its state a stack that still runs could not be ended any more.
    if (status === 0) rmSync(place.stackDir, { recursive: true, force: true });
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

const say = (text: string) => void process.stderr.write(`e2e: ${text}\n`);
