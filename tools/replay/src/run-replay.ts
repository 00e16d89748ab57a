import { daysBetween } from '@stockade/contracts';
import { join } from 'node:path';
import { Courses, demandsOf, masterDataOn, readDeliveryLines } from '@stockade/history';
import type { QueueAdmin } from '@stockade/queues';
import pg from 'pg';
import { ScriptedApprover } from './approver.js';
import type { Outcome } from './outcome.js';
import { Quiet } from './quiet.js';
import { type AuditCounts, countPending, readAuditCounts, readOutcome, readPrices } from './records.js';
import { runFixedRule } from './fixed-rule.js';
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

export interface ReplayResult {
  readonly agents: Outcome;
  readonly fixedRule: Outcome;
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
  const quiet = new Quiet(queueAdmin(environment));
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
      fixedRule: fixedRule(options, await readPrices(client)),
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
    await approver.decide();
    await quiet.reached();
  }
}

function fixedRule({ root, from, to }: ReplayOptions, prices: ReadonlyMap<string, number>): Outcome {
  const lines = readDeliveryLines(join(root, 'data', 'scms-delivery-history.csv'));
  return runFixedRule({
    from,
    to,
    ...masterDataOn(lines, from),
    demands: demandsOf(lines),
    courses: new Courses(lines),
    priceOf: (sku) => prices.get(sku) ?? 0,
  });
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
