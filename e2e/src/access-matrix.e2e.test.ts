import type { Identity } from '@stockade/access';
import { runningStack } from '@stockade/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { forgetRequestCounts } from './support/admin-database.js';
import { auditTrail } from './support/audit-trail.js';
import { exchange } from './support/exchange.js';
import { type LiveOperation, liveOperations } from './support/live-operations.js';
import { type IdentityTokens, matrixTokens } from './support/matrix-tokens.js';
import { attemptAll, type Refusal } from './support/refusals.js';
import { identities, policy, scopesOf, stackRealm } from './support/running-stack.js';
import { type Fixtures, knownFixtures, validRequest } from './support/valid-request.js';
import { stopTheWorld } from './support/world.js';

const operations = await liveOperations(runningStack().services);
const working = identities.filter((identity) => scopesOf(identity).size > 0);
const idle = identities.filter((identity) => scopesOf(identity).size === 0);

let tokens: Map<string, IdentityTokens>;
let fixtures: Fixtures;

beforeAll(async () => {
  await stopTheWorld();
  tokens = await matrixTokens(working);
  fixtures = await knownFixtures();
});

it('R1 R2: every operation tells its scope, the roles that hold it, and what it may be refused with', () => {
  expect(operations.length).toBeGreaterThan(25);
  for (const operation of operations) {
    const holding = [...policy.roles.values()].filter(({ scopes }) => scopes.has(operation.scope));
    expect([...operation.roles].toSorted()).toEqual(holding.map(({ name }) => name).toSorted());
    expect(policy.scopes.get(operation.scope)?.audience).toBe(operation.service);
    expect(operation.statuses).toEqual(expect.arrayContaining([401, 403, 429]));
  }
});

it.each(idle)('R2: $name, whose role holds no scope, is given no token at all', async ({ name }) => {
  expect(await stackRealm().clientCredentials(name)).toMatchObject({ status: 401, access_token: '' });
});

describe.each(operations)('$id', (operation) => {
  const refusals = new Map<string, readonly Refused[]>();
  beforeAll(async () => {
    // There are more operations than a person may make requests in a minute.
    await forgetRequestCounts();
    const attempts = identities.flatMap((identity) => attemptsOf(operation, identity));
    const made = await attemptAll(operation.service, attempts);
    for (const { name } of identities) {
      const of = attempts.flatMap((attempt, index) => {
        const refusal = made[index];
        return attempt.identity === name && refusal ? [{ ...attempt, ...refusal }] : [];
      });
      refusals.set(name, of);
    }
  });

  it.each(identities)('R3 R4 R7 R20: $name is held to its role', async (identity) => {
    const refused = refusals.get(identity.name) ?? [];
    expect(refused.length).toBeGreaterThanOrEqual(2);
    for (const refusal of refused) expectRefused(operation, refusal);
    if (scopesOf(identity).has(operation.scope)) await expectAdmitted(operation, identity);
  });
});

interface MatrixAttempt {
  readonly name: string;
  readonly identity: string;
  readonly token: string | undefined;
  readonly code: string;
  /** Who the audit says it was. */
  readonly agent: string;
  send(): ReturnType<typeof exchange>;
}
type Refused = MatrixAttempt & Refusal;

/** Everything that must be refused to an identity at an operation. */
function attemptsOf(operation: LiveOperation, identity: Identity): MatrixAttempt[] {
  const attempt = (name: string, token: string | undefined, code: string, agent = 'anonymous') => ({
    name,
    identity: identity.name,
    token,
    code,
    agent,
    send: () => exchange(validRequest(operation, fixtures), token),
  });
  const unknown = [
    attempt('no token', undefined, 'token_missing'),
    attempt('garbage', 'garbage', 'token_malformed'),
  ];
  const held = tokens.get(identity.name);
  if (held === undefined) return unknown;
  const elsewhere = [...policy.audiences].find((audience) => audience !== operation.service) ?? '';
  const own = held.own.get(operation.service);
  const without = held.without.get(operation.scope);
  return [
    ...unknown,
    attempt('expired', held.expired, 'token_expired'),
    attempt('wrong audience', held.own.get(elsewhere), 'wrong_audience'),
    // Its key is not one of this realm's, so the signature is refused before the issuer is read.
    attempt('other realm', held.otherRealm, 'token_invalid'),
    without === undefined
      ? attempt('wrong role', own, 'insufficient_scope', identity.name)
      : attempt('right role without the scope', without, 'insufficient_scope', identity.name),
  ];
}

/** Answered as RFC 6750 and RFC 9457 say, recorded once under the right name, and nothing changed. */
function expectRefused(
  operation: LiveOperation,
  { name, code, agent, token, answer, records, changedData }: Refused,
) {
  const status = code === 'insufficient_scope' ? 403 : 401;
  const { headers } = answer;
  expect({
    name,
    status: answer.status,
    code: answer.code,
    challenge: headers.get('www-authenticate')?.startsWith('Bearer realm='),
    type: headers.get('content-type'),
    changedData,
    records: records.map((one) => [one.agent, one.action, one.result, one.reason, one.status]),
  }).toEqual({
    name,
    status,
    code,
    challenge: true,
    type: 'application/problem+json; charset=utf-8',
    changedData: false,
    records: [[agent, operation.id, 'denied', code, status]],
  });
  if (code === 'insufficient_scope') {
    expect(headers.get('www-authenticate')).toContain(`scope="${operation.scope}"`);
  }
  expectNoToken(JSON.stringify(records), token);
}

/** Whatever the business says to it, it is neither refused nor a fault, and it is recorded once. */
async function expectAdmitted(operation: LiveOperation, identity: Identity): Promise<void> {
  const token = tokens.get(identity.name)?.own.get(operation.service);
  const answer = await exchange(validRequest(operation, fixtures), token);
  expect([200, 201, 404, 409, 412, 422]).toContain(answer.status);
  expect(operation.statuses).toContain(answer.status);
  // The smallest valid request is valid: what is said against it is about what it names.
  expect(answer.fields.filter((field) => !/Id$|\/lines\//.test(field))).toEqual([]);
  const records = (await auditTrail([answer.requestId], operation.service)).get(answer.requestId) ?? [];
  expect(records.map((one) => [one.agent, one.role, one.action, one.result, one.reason, one.status])).toEqual(
    [
      [
        identity.name,
        identity.role,
        operation.id,
        answer.status < 400 ? 'allowed' : 'failed',
        answer.code ?? null,
        answer.status,
      ],
    ],
  );
  expect(records[0]?.token_id_hash).toMatch(/^[0-9a-f]{64}$/);
  expectNoToken(JSON.stringify(records), token);
}

function expectNoToken(records: string, token: string | undefined): void {
  // Every JWT begins with the base64url of `{"`.
  expect(records).not.toContain('eyJ');
  if (token !== undefined) expect(records).not.toContain(token);
}
