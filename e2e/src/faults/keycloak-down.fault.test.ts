import { runningStack } from '@stockade/testing';
import { afterAll, expect, it } from 'vitest';
import { freshTokenFor, tokenFor } from '../support/callers.js';
import { expectExactlyOnce } from '../support/exactly-once.js';
import { exchange } from '../support/exchange.js';
import { Load } from '../support/load.js';
import { stackDone } from '../support/running-stack.js';
import { adjustment, openPlace } from '../support/stock.js';

const CALLERS = 8;
const service = 'inventory-api';

afterAll(() => stackDone('start', 'keycloak'));

it('fault 10: while Keycloak is away, tokens that it gave work, also those that nobody has seen yet', async () => {
  const place = await openPlace();
  const unseen = await freshTokenFor('inventory_bot', service);
  await tokenFor('inventory_bot', service);
  await stackDone('stop', 'keycloak');
  const load = new Load(CALLERS, () => adjustment(place));
  await load.answered(CALLERS);
  expect(await read(unseen)).toBe(200);
  // Its key is known, its signature is not right: the cached keys refuse it.
  expect(await read(`${unseen.slice(0, -8)}AAAAAAAA`)).toBe(401);
  await load.answered(CALLERS);

  await stackDone('start', 'keycloak');
  await load.answered(CALLERS);
  const all = await load.finish();
  expect(all.filter(({ attempts }) => attempts.length > 1)).toEqual([]);
  await expectExactlyOnce(all, place);
  expect(await read(await freshTokenFor('inventory_bot', service))).toBe(200);
});

async function read(token: string): Promise<number> {
  const url = `${runningStack().services[service]?.url}/v1/levels?limit=1`;
  return (await exchange({ method: 'GET', url, headers: {}, body: undefined }, token)).status;
}
