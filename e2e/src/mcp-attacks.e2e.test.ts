import { runningStack } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetRequestCounts } from './support/admin-database.js';
import { auditTrail } from './support/audit-trail.js';
import { freshTokenFor, tokenFor } from './support/callers.js';
import { type Exchange, exchange } from './support/exchange.js';
import { exchangeAsNamed } from './support/exchange-as-named.js';
import { mcpUrl, sdkClient } from './support/mcp-calls.js';
import { mcpRequest, refusalOf, toolRequest } from './support/mcp-message.js';
import { attemptAll } from './support/refusals.js';
import { identities, stackRealm } from './support/running-stack.js';
import type { RequestParts } from './support/valid-request.js';
import { stopTheWorld } from './support/world.js';

// Changed arguments and request states of others after an approval: approvals.e2e.test.ts. Tools of other roles:
// mcp-tools.e2e.test.ts. What a supplier writes, and what an agent does that obeys it: hijacked-agent.e2e.test.ts.

const service = 'mcp-server';
const attacker = 'inventory_bot';
const tool = 'inventory_get_level';
const args = { sku: 'item', location: 'ACCRA' };
const reading = toolRequest(tool, args);
/** What no answer may tell: places in the code, statements, addresses of the inside, secrets. */
const internals = /\bat .+\.(js|ts):\d+|node_modules|\b(SELECT|INSERT) .+ (FROM|INTO)|ECONN|postgres|secret/i;

let issuer: LoopbackIssuer;
beforeAll(async () => {
  await stopTheWorld();
  await forgetRequestCounts();
  issuer = await LoopbackIssuer.start();
});
afterAll(async () => {
  await issuer.stop();
});

interface Expected {
  readonly refusal: string;
  /** What the record says, where that is not what the answer says. */
  readonly recorded?: string;
  readonly agent?: string;
  readonly at?: string;
}

/** Refused as expected, with one record of it, nothing changed and nothing told; and the next call is answered. */
async function expectRefused(send: () => Promise<Exchange>, expected: Expected): Promise<Exchange> {
  const [made] = await attemptAll(expected.at ?? service, [{ name: 'attack', send }]);
  if (made === undefined) throw new Error('nothing was attempted');
  expect(refusalOf(made.answer)).toBe(expected.refusal);
  expect(made.changedData).toBe(false);
  expect(made.records).toHaveLength(1);
  const [record] = made.records;
  expect(record).toMatchObject({
    agent: expected.agent ?? attacker,
    reason: expected.recorded ?? expected.refusal.split(' ')[1],
  });
  expect(record?.result).not.toBe('allowed');
  expect(made.answer.text).not.toMatch(internals);
  const alive = await exchange(mcpRequest('tools/list'), await tokenFor(attacker, service));
  expect(refusalOf(alive)).toBe('200 answered');
  return made.answer;
}

const asAttacker = async (request: RequestParts) => exchange(request, await tokenFor(attacker, service));

describe('a token that is not for this server', () => {
  const anonymous = { agent: 'anonymous' };

  it.each(['inventory-api', 'orders-api', 'governance-api'])('made out to %s', async (audience) => {
    const caller = audience === 'orders-api' ? 'order_placer' : attacker;
    const token = await tokenFor(caller, audience);
    await expectRefused(() => exchange(reading, token), { refusal: '401 wrong_audience', ...anonymous });
  });

  it('of another realm, or signed by another issuer in the name of ours', async () => {
    const claims = { aud: service, scope: 'inventory:read' };
    const foreign = await issuer.token(claims);
    await expectRefused(() => exchange(reading, foreign), { refusal: '401 token_invalid', ...anonymous });
    const forged = await issuer.token({ ...claims, iss: runningStack().issuer });
    await expectRefused(() => exchange(reading, forged), { refusal: '401 token_invalid', ...anonymous });
  });

  it('that this server itself exchanged: neither here nor at another API', async () => {
    const parent = await freshTokenFor(attacker, service);
    const wanted = { audience: 'inventory-api', scope: 'inventory:read' };
    const { access_token: exchanged } = await stackRealm().exchange(service, parent, wanted);
    expect(exchanged).not.toBe('');
    await expectRefused(() => exchange(reading, exchanged), { refusal: '401 wrong_audience', ...anonymous });
    for (const api of ['orders-api', 'shipments-api', 'governance-api']) {
      const url = `${runningStack().services[api]?.url}/v1/${pathAt[api]}`;
      const replayed = () => exchange({ method: 'GET', url, headers: {}, body: undefined }, exchanged);
      await expectRefused(replayed, { refusal: '401 wrong_audience', ...anonymous, at: api });
    }
  });
});

const pathAt: Readonly<Record<string, string>> = {
  'orders-api': 'orders',
  'shipments-api': 'shipments',
  'governance-api': 'approvals',
};

describe('a session that somebody else opened', () => {
  it.each(['POST', 'GET', 'DELETE'])('is not there for another agent (%s)', async (method) => {
    const { transport } = await sdkClient('order_placer', 'legacy', async () => 'decline');
    const session = transport?.sessionId ?? '';
    expect(session).not.toBe('');
    const headers = {
      accept: 'application/json, text/event-stream',
      'mcp-session-id': session,
      'mcp-protocol-version': '2025-11-25',
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    };
    const body =
      method === 'POST' ? JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }) : undefined;
    const theft = { method, url: mcpUrl().href, headers, body };
    await expectRefused(() => asAttacker(theft), { refusal: '404 not_found' });
    // Its owner goes on with it.
    const owner = await tokenFor('order_placer', service);
    if (method === 'POST') expect((await exchange(theft, owner)).status).toBe(200);
    await transport?.close();
  });
});

describe('a name that is no tool, or another', () => {
  it.each([
    'inventory_get_leve1',
    'Inventory_Get_Level',
    'inventory_get_l\u0435vel',
    'inventory_get_level\u200b',
    'inventory.get_level',
    'governance_decide_approval',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '../orders_create',
    '',
  ])('%j', async (name) => {
    await expectRefused(() => asAttacker(toolRequest(name, args)), {
      refusal: '200 -32602',
      recorded: 'invalid_request',
    });
  });

  it("another service's tool under the header of an own one: the body is what counts", async () => {
    const request = mcpRequest('tools/call', { name: 'orders_list', arguments: {} }, tool);
    await expectRefused(() => asAttacker(request), { refusal: '403 insufficient_scope' });
  });

  it.each([
    ['another tool', { 'mcp-name': 'inventory_list_levels' }],
    ['another method', { 'mcp-method': 'tools/list' }],
    ['no tool', { 'mcp-name': '' }],
  ])('a header that names %s than the body', async (_, headers) => {
    const request = { ...reading, headers: { ...reading.headers, ...headers } };
    await expectRefused(() => asAttacker(request), { refusal: '400 -32020', recorded: 'invalid_request' });
  });
});

const withBody = (body: string): RequestParts => ({ ...reading, body });
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** The message with its arguments as they are written here. */
const withArgs = (text: string) => withBody(`${reading.body}`.replace(JSON.stringify(args), text));

describe('a body that is made to break the reader', () => {
  it.each([
    ['10 MB', withArgs(`{"sku":"${'x'.repeat(10_000_000)}"}`), '413 body_too_large'],
    ['arrays nested 10,000 deep', withArgs(`{"sku":${deep(10_000)}}`), '400 invalid_request'],
    ['a batch', withBody(`[${reading.body},${reading.body}]`), '400 invalid_request'],
    ['an empty batch', withBody('[]'), '400 invalid_request'],
    ['a key twice', withArgs('{"sku":"item","sku":"other","location":"ACCRA"}'), '400 invalid_request'],
    [
      'a tool twice',
      withBody(`${reading.body}`.replace('"name":', '"name":"orders_list","name":')),
      '400 invalid_request',
    ],
    ['a prototype', withArgs('{"__proto__":{"location":"ACCRA"},"sku":"item"}'), '400 invalid_request'],
    ['half of it', withArgs('{"sku":"it'), '400 invalid_request'],
  ] as const)('%s', async (_, request, refusal) => {
    await expectRefused(() => asAttacker(request), { refusal });
  });

  it.each([
    ['an argument that is not known', { ...args, role: 'Operator' }],
    ['a list in place of a name', { sku: ['item'], location: 'ACCRA' }],
    ['SQL', { sku: "x'; SET ROLE stockade_owner; --", location: 'ACCRA' }],
  ])('%s', async (_, wrong) => {
    await expectRefused(() => asAttacker(toolRequest(tool, wrong)), { refusal: '200 validation_failed' });
  });
});

describe('a page that was rebound to this address', () => {
  it.each([
    ['origin', 'https://evil.example'],
    ['origin', 'null'],
    ['origin', 'http://localhost.evil.example'],
    ['host', 'evil.example'],
    ['host', 'localhost.evil.example:80'],
  ])('is refused by its %s %s, whatever its token', async (header, value) => {
    const request = { ...reading, headers: { ...reading.headers, [header]: value } };
    const send = async () => exchangeAsNamed(request, await tokenFor(attacker, service));
    await expectRefused(send, { refusal: '403 origin_refused', agent: 'anonymous' });
  });
});

it('R19: of 1,000 calls of a tool at once as many are answered as its limit says, each is recorded, and the next minute is free', async () => {
  const caller = 'shipment_tracker';
  const limit = identities.find(({ name }) => name === caller)?.limits.toolCallsPerMinute ?? 0;
  const token = await tokenFor(caller, service);
  const request = toolRequest('shipments_list', { limit: 1 });
  const answers: Exchange[] = [];
  let left = 1_000;
  const worker = async () => {
    while (left-- > 0) answers.push(await exchange(request, token));
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter((answer) => refusalOf(answer) === '200 answered')).toHaveLength(limit);
  expect(refused).toHaveLength(1_000 - limit);
  for (const { code, headers } of refused) {
    expect(code).toBe('rate_limited');
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  }
  const trail = await auditTrail(
    answers.map(({ requestId }) => requestId),
    service,
  );
  expect(trail.size).toBe(1_000);
  const recorded = (status: number) => (status === 429 ? 'rate_limited' : 'allowed');
  for (const { requestId, status } of answers) {
    expect(trail.get(requestId)?.map(({ agent, result }) => [agent, result])).toEqual([
      [caller, recorded(status)],
    ]);
  }
  const again = async () => refusalOf(await exchange(request, token));
  await expect.poll(again, { timeout: 65_000, interval: 1_000 }).toBe('200 answered');
}, 120_000);
