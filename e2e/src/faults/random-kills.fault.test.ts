import { runningStack } from '@stockade/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAdmin, databaseTime } from '../support/admin-database.js';
import { kill, pidOf, startedAgain } from '../support/processes.js';
import { queueDepths } from '../support/queue-depths.js';
import { stackDone } from '../support/running-stack.js';
import { brokenInvariants, unfinishedWork } from '../support/supply-chain.js';
import { until } from '../support/until.js';
import { startTheWorld, stopTheWorld } from '../support/world.js';

const KILLS = 6;
const NEXT_STEP_MS = 60_000;
/** A job whose worker was killed is given to another once its lock has run out. */
const FINISHED_MS = 180_000;

const agents = ['inventory-bot', 'order-placer', 'shipment-tracker'];
const apis = ['inventory-api', 'orders-api', 'shipments-api'];
const onRedis = runningStack().queue.url.startsWith('redis:');
const victims = [...agents, ...apis, 'postgres', ...(onRedis ? ['relay', 'redis'] : [])];

/** Put the number of a run that failed here, and the same are killed again. */
const seed = Date.now() % 2 ** 31;
const killed = fc.sample(fc.constantFrom(...victims), { seed, numRuns: KILLS });

let since: Date;
beforeAll(async () => {
  since = await databaseTime();
  await startTheWorld();
});
afterAll(stopTheWorld);

it(`R20: the whole loop loses and doubles nothing while ${killed.join(', ')} are killed (seed ${seed})`, {
  timeout: KILLS * 2 * NEXT_STEP_MS + FINISHED_MS,
}, async () => {
  for (const name of killed) {
    const before = await pidOf(name);
    await goneOn();
    kill(before);
    await startedAgain(name, before);
  }
  await goneOn();
  await stackDone('stop', 'world');
  // The supplier's gateway lives in the world; what only it can do is not waited for.
  const ofAgents = (work: string) => !work.startsWith('order ');
  await until('the end of all work', FINISHED_MS, async () =>
    (await unfinishedWork(since)).some(ofAgents) ? undefined : true,
  );
  expect(await brokenInvariants()).toEqual([]);
  expect((await queueDepths()).filter(({ failed }) => failed > 0)).toEqual([]);
});

/** Waits until more was bought and more was received: the loop goes on, so that the next kill comes in its middle. */
async function goneOn(): Promise<void> {
  const before = await steps();
  await until('the next order and receipt', NEXT_STEP_MS, async () => {
    const now = await steps();
    return now.orders > before.orders && now.receipts > before.receipts ? true : undefined;
  });
}

async function steps(): Promise<{ orders: number; receipts: number }> {
  const [row] = await asAdmin<{ orders: number; receipts: number }>(
    `SELECT (SELECT count(*)::int FROM orders.orders) AS orders,
       (SELECT count(*)::int FROM inventory.receipts) AS receipts`,
  );
  return row ?? { orders: 0, receipts: 0 };
}
