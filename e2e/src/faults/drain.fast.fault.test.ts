import { setTimeout as sleep } from 'node:timers/promises';
import { runningStack } from '@stockade/testing';
import { afterAll, expect, it } from 'vitest';
import { whileLocked } from '../support/admin-database.js';
import { expectExactlyOnce } from '../support/exactly-once.js';
import { insist } from '../support/keyed-request.js';
import { Load } from '../support/load.js';
import { stackDone } from '../support/running-stack.js';
import { adjustment, openPlace } from '../support/stock.js';

const CALLERS = 16;
const ASK_EVERY_MS = 20;
/** How long a balancer may take to notice. */
const NOTICE_MS = 300;
/** Longer than the API waits for balancers. */
const SLOW_MS = 2_000;

afterAll(() => stackDone('start', 'inventory-api'));

it('fault 17: an API that is told to stop says so first, answers all it was sent, and drops nothing', async () => {
  const [busy, slow] = [await openPlace(), await openPlace()];
  const load = new Load(CALLERS, () => adjustment(busy));
  await load.answered(CALLERS);
  const { sku, location } = slow;
  const { late, stopping } = await whileLocked(
    `SELECT FROM inventory.levels WHERE sku = '${sku}' AND location = '${location}' FOR UPDATE`,
    async () => {
      const stopped = stackDone('stop', 'inventory-api');
      await untilNotReady();
      const inFlight = insist(adjustment(slow));
      await sleep(NOTICE_MS);
      // What a balancer does: it sends nothing more.
      load.stop();
      await sleep(SLOW_MS);
      return { late: inFlight, stopping: stopped };
    },
  );
  const answered = await load.finish();
  const last = await late;
  await stopping;
  const answers = [...answered, last].map(({ answer }) => answer);
  // Served by an API that asks to be left alone.
  expect(answers.filter(({ headers }) => headers.get('connection') === 'close').length).toBeGreaterThan(1);
  const failures = [...answered, last].flatMap(({ attempts }) => attempts.map(({ failure }) => failure));
  expect(failures.filter((failure) => failure !== undefined)).toEqual([]);

  await stackDone('start', 'inventory-api');
  await expectExactlyOnce(answered, busy);
  await expectExactlyOnce([last], slow);
});

/** Asks more often than a balancer: the API waits a second for those. */
async function untilNotReady(): Promise<void> {
  while (await isReady()) await sleep(ASK_EVERY_MS);
}

const isReady = async (): Promise<boolean> =>
  (await fetch(`${runningStack().services['inventory-api']?.url}/health/ready`)).ok;
