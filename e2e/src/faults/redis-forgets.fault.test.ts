import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runningStack } from '@stockade/testing';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { asAdmin } from '../support/admin-database.js';
import { kill, pidOf, startedAgain } from '../support/processes.js';
import { cheapestOffer, ordered, ordersOf, requestReplenishment } from '../support/replenishment.js';
import { stackDone } from '../support/running-stack.js';
import { until } from '../support/until.js';
import { stopTheWorld } from '../support/world.js';

const REQUESTS = 10;
const CLEARED_MS = 30_000;

beforeAll(stopTheWorld);
afterAll(stopTheWorld);

const onRedis = () => runningStack().queue.url.startsWith('redis:');

it('fault 7 R20: jobs that a killed Redis forgot are given to the next, each is done, and none twice', async (test) => {
  test.skip(!onRedis(), 'the queue is in Postgres, with the data');
  const offer = await cheapestOffer();
  const requests = await Promise.all(Array.from({ length: REQUESTS }, () => requestReplenishment(offer)));
  await until('the relay', CLEARED_MS, async () =>
    (await outboxOf(requests)).every(isCarried) ? true : undefined,
  );
  await forget();
  await stackDone('start', 'order-placer');

  await Promise.all(requests.map(ordered));
  await until('the outbox to be empty', CLEARED_MS, async () =>
    (await outboxOf(requests)).length === 0 ? true : undefined,
  );
  expect(await Promise.all(requests.map(ordersOf))).toEqual(requests.map(() => 1));
});

/** Kills Redis and takes what it wrote from it, as if it had written nothing. */
async function forget(): Promise<void> {
  const before = await pidOf('redis');
  process.kill(before, 'SIGSTOP');
  await rm(join(inject('stackDir'), 'redis', 'appendonlydir'), { recursive: true });
  kill(before);
  await startedAgain('redis', before);
}

interface OutboxRow {
  readonly carriedTo: string | null;
}

const isCarried = ({ carriedTo }: OutboxRow) => carriedTo !== null;

/** The jobs of requests that are not done. */
const outboxOf = (requests: readonly string[]): Promise<OutboxRow[]> =>
  asAdmin(`SELECT carried_to AS "carriedTo" FROM queues.outbox WHERE key = ANY ($1)`, [
    requests.map((id) => `req-${id}`),
  ]);
