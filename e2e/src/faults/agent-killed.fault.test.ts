import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { asAdmin, blocked, databaseTime, whileLocked } from '../support/admin-database.js';
import { heldCommitOf, holdCommits, releaseCommits } from '../support/held-commits.js';
import { kill, pidOf, startedAgain, twinOf } from '../support/processes.js';
import {
  allOrdered,
  cheapestOffer,
  ordered,
  ordersOf,
  requestReplenishment,
} from '../support/replenishment.js';
import { stackDone } from '../support/running-stack.js';
import { until } from '../support/until.js';
import { stopTheWorld } from '../support/world.js';

const TAKEN_OVER_MS = 60_000;
const offersAreLocked = 'LOCK TABLE orders.offers IN ACCESS EXCLUSIVE MODE';
const ordersAreLocked = 'LOCK TABLE orders.orders IN SHARE MODE';

/** Done before, it is told; which of the two depends on what the inventory knows already. */
const isDone = expect.stringMatching(/^(already_exists|conflict)$/);

let offer: Awaited<ReturnType<typeof cheapestOffer>>;

beforeAll(async () => {
  offer = await cheapestOffer();
  await stopTheWorld();
  await stackDone('start', 'order-placer');
});
// A draft that is decided on would take a lock, or a commit, that a test holds back.
beforeEach(allOrdered);
afterAll(async () => {
  await releaseCommits();
  await stopTheWorld();
});

it('fault 1 R20: an agent killed after its order was committed, before it knew, orders once', async () => {
  const before = await pidOf('order-placer');
  const since = await databaseTime();
  const requestId = await whileLocked(ordersAreLocked, async () => {
    const requested = await requestReplenishment(offer);
    await blocked('order_agent');
    await holdCommits();
    return requested;
  });
  await heldCommitOf('order_agent');
  kill(before);
  await releaseCommits();
  await startedAgain('order-placer', before);
  // The job comes again, and is told that it was done.
  await until('the job', TAKEN_OVER_MS, async () =>
    (await attemptsSince(since)).length > 1 ? true : undefined,
  );
  expect(await ordersOf(requestId)).toBe(1);
  expect(await attemptsSince(since)).toEqual(['allowed', isDone]);
});

it('fault 2 R20: an agent killed before its order was sent orders once, when the job comes again', async () => {
  const before = await pidOf('order-placer');
  const since = await databaseTime();
  const requestId = await whileLocked(offersAreLocked, async () => {
    const requested = await requestReplenishment(offer);
    await blocked('order_agent');
    kill(before);
    return requested;
  });
  expect(await ordersOf(requestId)).toBe(0);
  await startedAgain('order-placer', before);
  await ordered(requestId);
  expect(await ordersOf(requestId)).toBe(1);
  expect(await attemptsSince(since)).toEqual(['allowed']);
});

it('fault 3 R20: an agent that slept past the lock of its job and wakes writes nothing a second time', async () => {
  const sleeper = await pidOf('order-placer');
  const since = await databaseTime();
  const twin = await twinOf('order-placer');
  try {
    // The twin is away while the job is taken.
    twin.kill('SIGSTOP');
    const requestId = await whileLocked(offersAreLocked, async () => {
      const requested = await requestReplenishment(offer);
      await blocked('order_agent');
      process.kill(sleeper, 'SIGSTOP');
      twin.kill('SIGCONT');
      return requested;
    });
    await ordered(requestId);
    process.kill(sleeper, 'SIGCONT');
    await until('the late writer', TAKEN_OVER_MS, async () =>
      (await attemptsSince(since)).length > 1 ? true : undefined,
    );
    expect(await ordersOf(requestId)).toBe(1);
    expect(await attemptsSince(since)).toEqual(['allowed', isDone]);
  } finally {
    process.kill(sleeper, 'SIGCONT');
    twin.kill('SIGKILL');
  }
  // Who slept works on.
  await ordered(await requestReplenishment(offer));
});

/** What became of each sending of an order, by the audit: the first to the last. */
async function attemptsSince(since: Date): Promise<string[]> {
  const rows = await asAdmin<{ outcome: string }>(
    `SELECT coalesce(reason, result) AS outcome FROM audit.events
     WHERE action = 'orders.create_order' AND agent = 'order_placer' AND at > $1 ORDER BY at`,
    [since],
  );
  return rows.map(({ outcome }) => outcome);
}
