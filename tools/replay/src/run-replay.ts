import { daysBetween } from '@stockade/contracts';
import type { QueueAdmin } from '@stockade/queues';
import pg from 'pg';
import { ScriptedApprover } from './approver.js';
import { type EtaScore, scoreEta } from './eta-score.js';
import type { Outcome } from './outcome.js';
import { Quiet } from './quiet.js';
import {
  type AuditCounts,
  beginMinuteOf,
  countExceptions,
  countPending,
  countUncarried,
  readAuditCounts,
  readOutcome,
  readWatched,
} from './records.js';
import { fixedQuantity, orderUpTo } from './simulation/comparison-rules.js';
import { simulate } from './simulation/simulate.js';
import { simulationInput } from './simulation/simulation-input.js';
import { ReplayStack, type StackEnvironment } from './stack.js';
import { WorldDriver } from './world-driver.js';

export interface ReplayOptions {
  readonly root: string;
  readonly from: string;
  readonly to: string;
  readonly stateDir: string;
  readonly portBase: number;
  readonly onPhase: (phase: string) => void;
  /** Business days that are done, of how many. */
  readonly onDay: (done: number, of: number) => void;
}

export interface NamedOutcome {
  readonly name: string;
  readonly outcome: Outcome;
}

export interface ReplayResult {
  readonly agents: Outcome;
  /** What the rules that people use come to, over the same days. */
  readonly rules: readonly NamedOutcome[];
  readonly eta: EtaScore;
  /** Exceptions that the tracker's findings raised, by kind. */
  readonly exceptions: ReadonlyMap<string, number>;
  readonly audit: AuditCounts;
  readonly approvedByScript: number;
  readonly deadLetters: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/** Lives the days from `from` to `to` through the whole platform, on a stack of its own that starts empty. */
export async function runReplay(options: ReplayOptions): Promise<ReplayResult> {
  const driver = new WorldDriver();
  const { root, stateDir, portBase, from, onPhase } = options;
  const stack = new ReplayStack({ root, stateDir, portBase, firstDay: from, driver: driver.path });
  try {
    onPhase('starting a stack of its own');
    const environment = await stack.start();
    onPhase(`living ${options.from} to ${options.to}`);
    return await liveThrough(
      options,
      environment,
      driver,
      new ScriptedApprover(stack, ordersUrl(environment)),
    );
  } finally {
    onPhase('stopping the stack');
    await stack.stop();
    driver.close();
  }
}

async function liveThrough(
  options: ReplayOptions,
  environment: StackEnvironment,
  driver: WorldDriver,
  approver: ScriptedApprover,
): Promise<ReplayResult> {
  const client = new pg.Client({ connectionString: environment.database.adminUrl });
  await client.connect();
  const quiet = new Quiet(queueAdmin(environment), () => countUncarried(client));
  const started = performance.now();
  try {
    const days = daysBetween(options.from, options.to) + 1;
    let today = await driver.lastClosedDay();
    for (let done = 0; today < options.to; done += 1) {
      today = await driver.advance();
      await settle(quiet, client, approver);
      options.onDay(done + 1, days);
    }
    const seconds = (performance.now() - started) / 1000;
    return {
      agents: await readOutcome(client, options.from, options.to),
      rules: comparisonRules(options),
      eta: scoreEta(await readWatched(client), options.to),
      exceptions: await countExceptions(client),
      audit: await readAuditCounts(client),
      approvedByScript: approver.approved,
      deadLetters: await quiet.deadLetters(),
      seconds,
    };
  } finally {
    await quiet.close();
    await client.end();
  }
}

/** A business day is over when the agents have done their work and what waited for a person was decided. */
async function settle(quiet: Quiet, client: pg.Client, approver: ScriptedApprover): Promise<void> {
  await quiet.reached();
  while ((await countPending(client)) > 0) {
    await beginMinuteOf(client, approver.name);
    await approver.decide();
    await quiet.reached();
  }
}

function comparisonRules({ root, from, to }: ReplayOptions): NamedOutcome[] {
  const input = simulationInput(root, from, to);
  return [
    { name: 'up to lead time + 180 days', outcome: simulate(input, orderUpTo(180)) },
    { name: 'up to lead time + 365 days', outcome: simulate(input, orderUpTo(365)) },
    { name: '(s, Q), 95 %', outcome: simulate(input, fixedQuantity(0.95)) },
  ];
}

function ordersUrl({ services }: StackEnvironment): string {
  const url = services['orders-api']?.url;
  if (url === undefined) throw new Error('The stack has no orders-api.');
  return url;
}

function queueAdmin({ queue, database: { adminUrl } }: StackEnvironment): QueueAdmin {
  return queue.url.startsWith('redis')
    ? { backend: 'redis', adminUrl, redisUrl: queue.url }
    : { backend: 'postgres', adminUrl };
}
