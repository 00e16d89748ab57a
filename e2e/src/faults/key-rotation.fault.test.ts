import { runningStack } from '@stockade/testing';
import { expect, it } from 'vitest';
import { forgetTokens, freshTokenFor, tokenFor } from '../support/callers.js';
import { expectExactlyOnce } from '../support/exactly-once.js';
import { exchange } from '../support/exchange.js';
import { Load } from '../support/load.js';
import { stackRealm } from '../support/running-stack.js';
import { addSigningKey, kidOf, removeSigningKey } from '../support/signing-keys.js';
import { adjustment, openPlace } from '../support/stock.js';

const CALLERS = 16;
const caller = 'inventory_bot';
const service = 'inventory-api';

it('fault 12: the signing key is rotated under load without an error, and a removed key is refused', async () => {
  const realm = stackRealm();
  const place = await openPlace();
  const load = new Load(CALLERS, () => adjustment(place));
  await load.answered(CALLERS);

  const first = await addSigningKey(realm);
  forgetTokens();
  const old = await tokenFor(caller, service);
  expect(kidOf(old)).toBe(first.kid);
  await load.answered(CALLERS);

  const second = await addSigningKey(realm);
  forgetTokens();
  await load.answered(CALLERS);
  // Rotated, not yet removed: both hold.
  expect([await read(old), await read(await tokenFor(caller, service))]).toEqual([200, 200]);

  const all = await load.finish();
  await removeSigningKey(realm, first);
  await addSigningKey(realm);
  // A key that nobody has seen makes the API look at the keys again.
  const newest = await freshTokenFor(caller, service);
  expect(kidOf(newest)).not.toBe(second.kid);
  expect(await read(newest)).toBe(200);
  expect(await read(old)).toBe(401);

  const refused = all.flatMap(({ attempts }) => attempts.filter(({ answer }) => answer?.status !== 201));
  expect(refused).toEqual([]);
  await expectExactlyOnce(all, place);
});

async function read(token: string): Promise<number> {
  const url = `${runningStack().services[service]?.url}/v1/levels?limit=1`;
  return (await exchange({ method: 'GET', url, headers: {}, body: undefined }, token)).status;
}
