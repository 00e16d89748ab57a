import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { loadPolicy } from '@stockade/access';
import { readEnvironment } from '../environment.js';
import { type Layout, logFile } from '../layout.js';
import { type Picture, watchStack } from '../picture/watch-stack.js';
import { queueAdminOf, queuesOf } from '../queues/look-at-queues.js';
import { SecretStore } from '../secrets/secret-store.js';
import type { ProgressEvent } from '../start/progress.js';
import { printProgress } from '../start/progress-printer.js';
import type { StackRun } from '../start/stack-run.js';
import { supervise } from '../start/supervise.js';
import { stackStatus, statusTable, statusWords } from '../status.js';
import { lockHolder } from '../supervisor/lock.js';
import { rotate } from '../supervisor/log-file.js';
import { command } from './control-commands.js';
import { type Failure, failureOf, ReportedFailure } from './failure.js';

interface UpOptions {
  readonly detach: boolean;
  readonly only: string[];
}

/** What a detached supervisor tells the command that started it. */
type Report =
  | { readonly kind: 'progress'; readonly event: ProgressEvent }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure };

const interrupted = 130;

export async function up(layout: Layout, env: NodeJS.ProcessEnv, { detach, only }: UpOptions): Promise<void> {
  if (lockHolder(layout.lockFile) !== undefined) {
    await command(layout, { command: 'up', only });
  } else if (detach) {
    await startDetached(layout, only);
  } else {
    return superviseHere(layout, env, only);
  }
  process.stdout.write(`${whatNow(layout, only)}\n`);
}

/** What runs and where, and what to try first. */
function whatNow(layout: Layout, only: readonly string[]): string {
  const table = `\n${statusTable(stackStatus(layout))}\n`;
  return only.length > 0 ? table : `${table}\n${firstSteps}\n`;
}

const firstSteps = `Each API describes itself at /docs of its address. In another terminal:
  npx -y pnpm@12 attack                              tries to make the agents do more than they may
  npx -y pnpm@12 --silent stack token inventory_bot  prints an access token of an agent
  npx -y pnpm@12 stack --help                        tells what else there is`;

async function superviseHere(layout: Layout, env: NodeJS.ProcessEnv, only: string[]): Promise<void> {
  rotate(logFile(layout, 'supervisor'));
  const printer = printProgress(process.stderr);
  try {
    const run = await supervise({ layout, env, only, progress: printer.progress });
    endOnSignals(run);
    await run.start();
    printer.close();
    process.stdout.write(`${whatNow(layout, only)}\n`);
    const picture = only.length === 0 ? watch(layout) : undefined;
    await run.stopping;
    await picture?.close();
    process.stderr.write('Stopping everything …\n');
    await run.ended;
  } finally {
    printer.close();
  }
}

function watch(layout: Layout): Picture {
  const environment = readEnvironment(new SecretStore(layout.secrets));
  const admin = queueAdminOf(environment);
  const queues = queuesOf(loadPolicy(layout.policyFile));
  const addresses = Object.entries(environment.services).map(
    ([name, { url }]) => `${url}/${name === 'mcp-server' ? 'mcp' : 'docs'}`,
  );
  const words = () => ({ processes: statusWords(stackStatus(layout)), addresses: addresses.join(' · ') });
  return watchStack({ admin, queues, words }, process.stdout);
}

/** The body of the detached supervisor; its caller listens until the stack is ready. */
export async function supervisedByCaller(
  layout: Layout,
  env: NodeJS.ProcessEnv,
  only: string[],
): Promise<void> {
  const tell = (report: Report) => {
    if (process.connected) process.send?.(report);
  };
  try {
    const run = await supervise({
      layout,
      env,
      only,
      progress: (event) => tell({ kind: 'progress', event }),
    });
    endOnSignals(run);
    await run.start();
    tell({ kind: 'ready' });
    await run.ended;
  } catch (error) {
    tell({ kind: 'failed', failure: failureOf(error) });
    process.exitCode = 1;
  } finally {
    if (process.connected) process.disconnect();
  }
}

function startDetached(layout: Layout, only: string[]): Promise<void> {
  const child = forkSupervisor(layout, only);
  const printer = printProgress(process.stderr);
  return new Promise<void>((resolve, reject) => {
    child.on('message', (report: Report) => {
      if (report.kind === 'progress') printer.progress(report.event);
      else if (report.kind === 'ready') resolve();
      else reject(new ReportedFailure(report.failure));
    });
    child.once('error', reject);
    child.once('exit', () =>
      reject(new Error(`The supervisor ended. Its log: ${logFile(layout, 'supervisor')}`)),
    );
  }).finally(() => {
    printer.close();
    if (child.connected) child.disconnect();
    child.unref();
  });
}

function forkSupervisor(layout: Layout, only: string[]) {
  const file = logFile(layout, 'supervisor');
  rotate(file);
  mkdirSync(layout.logs, { recursive: true });
  const log = openSync(file, 'a', 0o600);
  try {
    const script = process.argv[1] ?? '';
    const args = ['supervise', ...(only.length > 0 ? ['--only', only.join(',')] : [])];
    return fork(script, args, { cwd: layout.root, detached: true, stdio: ['ignore', log, log, 'ipc'] });
  } finally {
    closeSync(log);
  }
}

/** pnpm passes a Ctrl-C on that its child had already, so the second one changes nothing. */
function endOnSignals(run: StackRun): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (run.isStarting()) process.exitCode = interrupted;
      void run.end();
    });
  }
}
