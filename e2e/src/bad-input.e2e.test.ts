import type { Identity } from '@stockade/access';
import { runningStack } from '@stockade/testing';
import { beforeAll, expect, it } from 'vitest';
import { forgetRequestCounts } from './support/admin-database.js';
import { type BrokenRequest, brokenRequests } from './support/broken-requests.js';
import { exchange } from './support/exchange.js';
import { type LiveOperation, liveOperations } from './support/live-operations.js';
import { attemptAll, type Refusal } from './support/refusals.js';
import { identities, scopesFor, scopesOf, stackRealm } from './support/running-stack.js';
import { knownFixtures, validRequest } from './support/valid-request.js';
import { stopTheWorld } from './support/world.js';

const operations = await liveOperations(runningStack().services);

beforeAll(async () => {
  await stopTheWorld();
});

it.each(operations)(
  'R20: bad input at $id is named, recorded once, and changes nothing',
  async (operation) => {
    await forgetRequestCounts();
    const caller = callerOf(operation);
    const broken = brokenRequests(operation, await knownFixtures());
    const token = await tokenOf(caller, operation.service);
    const attempts = broken.map(({ name, request }) => ({ name, send: () => exchange(request, token) }));
    const refusals = await attemptAll(operation.service, attempts);
    for (const [index, one] of broken.entries()) expectClean(operation, caller, one, refusals[index]);
  },
);

const large = (operation: LiveOperation) => operation.body !== undefined;

it.each(operations.filter(large))('R3: $id answers 401 before it reads a large body', async (operation) => {
  const valid = validRequest(operation, await knownFixtures());
  const attempt = {
    name: 'two megabytes',
    send: () => exchange({ ...valid, body: 'x'.repeat(2e6) }, 'garbage'),
  };
  const [refusal] = await attemptAll(operation.service, [attempt]);
  expect([refusal?.answer.status, refusal?.answer.code]).toEqual([401, 'token_malformed']);
  expect(refusal?.records.map(({ agent, result }) => [agent, result])).toEqual([['anonymous', 'denied']]);
});

function expectClean(
  operation: LiveOperation,
  caller: Identity,
  { name, status, code, field }: BrokenRequest,
  refusal: Refusal | undefined,
): void {
  expect({
    name,
    status: refusal?.answer.status,
    code: refusal?.answer.code,
    type: refusal?.answer.headers.get('content-type'),
    fields:
      field === undefined ? [] : refusal?.answer.fields.filter((one) => isAtOrBelow(one, field)).slice(0, 1),
    changedData: refusal?.changedData,
    records: refusal?.records.map((one) => [one.agent, one.action, one.result, one.reason, one.status]),
  }).toEqual({
    name,
    status,
    code,
    type: 'application/problem+json; charset=utf-8',
    fields: field === undefined ? [] : [expect.any(String)],
    changedData: false,
    records: [[caller.name, operation.id, 'failed', code, status]],
  });
  // The caller is told about its request, not about our database.
  expect(refusal?.answer.text).not.toMatch(/SELECT|INSERT|postgres|stack|node_modules/i);
}

const isAtOrBelow = (pointer: string, field: string) => pointer === field || pointer.startsWith(`${field}/`);

/** Whoever may call the operation: a machine where there is one, for its limit is the larger. */
function callerOf({ scope }: LiveOperation): Identity {
  const holding = identities.filter((identity) => scopesOf(identity).has(scope));
  const [caller] = holding.toSorted((a, b) => b.limits.requestsPerMinute - a.limits.requestsPerMinute);
  if (caller === undefined) throw new Error(`nobody holds ${scope}`);
  return caller;
}

const tokenOf = (caller: Identity, audience: string): Promise<string> =>
  stackRealm().tokenOf(caller, scopesFor(caller, audience));
