import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstClient, modernClient, post, toolCall } from './test-support/clients.js';
import { type ToolServer, toolServer } from './test-support/tool-server.js';

const level = {
  sku: 'soap',
  location: 'ACCRA',
  onHand: 10,
  reserved: 0,
  hold: 0,
  available: 10,
  version: 3,
};
const place = { sku: 'soap', location: 'ACCRA' };
const adjustment = { ...place, delta: -2, reason: 'damage' };
const adjusted = { id: '0198c1a2-7b3c-7d4e-8f50-123456789abc', ...adjustment, level };

let server: ToolServer;
beforeAll(async () => {
  server = await toolServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  server.api.asked.length = 0;
  server.api.answer = () => ({ status: 200, body: level });
  await server.newRecords();
});

const call = async (name: string, args: object, claims = {}, headers = {}) => {
  const asked = toolCall(name, args);
  const token = await server.token(claims);
  return post(server.url, token, asked.message, { ...asked.headers, ...headers });
};
const resultOf = async (answer: Response) => (await answer.json()).result;

describe('who may call', () => {
  it('tells a stranger where tokens are to be had (RFC 9728)', async () => {
    const { message } = toolCall('inventory_get_level', place);
    const answer = await post(server.url, null, message);
    expect(answer.status).toBe(401);
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(answer);
    expect(scope).toBe('audience:mcp-server');
    // Of the public address, which a port of 0 does not tell.
    const metadata = await fetch(new URL(resourceMetadataUrl?.pathname ?? '', server.url));
    expect(await metadata.json()).toMatchObject({ authorization_servers: [server.issuer.url] });
    expect(await server.newRecords()).toMatchObject([
      { agent: 'anonymous', result: 'denied', reason: 'token_missing', status: 401 },
    ]);
  });

  it('refuses a token that was made out to an API', async () => {
    const answer = await call('inventory_get_level', place, { aud: 'inventory-api' });
    expect(answer.status).toBe(401);
    expect((await answer.json()).code).toBe('wrong_audience');
  });

  it('names exactly the scope of the tool, and lets the call through once the token has it', async () => {
    const answer = await call('inventory_get_level', place, { scope: 'inventory:write' });
    expect(answer.status).toBe(403);
    const { error, scope } = extractWWWAuthenticateParams(answer);
    expect({ error, scope }).toEqual({ error: 'insufficient_scope', scope: 'inventory:read' });
    const again = await call('inventory_get_level', place, { scope: 'inventory:write inventory:read' });
    expect((await resultOf(again)).structuredContent).toEqual(level);
    expect(await server.newRecords()).toMatchObject([
      {
        agent: 'inventory_bot',
        action: 'inventory_get_level',
        result: 'denied',
        reason: 'insufficient_scope',
      },
      { agent: 'inventory_bot', role: 'InventoryManager', action: 'inventory_get_level', result: 'allowed' },
    ]);
  });

  it('passes no token on: the API sees one for itself, for one scope, of the agent through this server', async () => {
    await call('inventory_get_level', place);
    expect(server.api.last.claims).toMatchObject({
      aud: 'inventory-api',
      scope: 'inventory:read',
      azp: 'mcp-server',
      preferred_username: 'service-account-inventory_bot',
    });
  });

  it.each([
    ['Host', { host: 'evil.example' }],
    ['Origin', { origin: 'https://evil.example' }],
  ])('refuses a page of another site: %s', async (_, headers) => {
    const { status, body } = await rawPost(server.url, await server.token(), headers);
    expect(status).toBe(403);
    expect(JSON.parse(body).code).toBe('origin_refused');
    expect(await server.newRecords()).toMatchObject([{ reason: 'origin_refused', status: 403 }]);
  });
});

describe('a tool', () => {
  it('answers the second client and the first with the same', async () => {
    const token = await server.token();
    const modern = await modernClient(server.url, token);
    const { client: first } = await firstClient(server.url, token);
    const [{ tools }, { tools: before }] = await Promise.all([modern.listTools(), first.listTools()]);
    expect(tools.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
    expect(tools.every(({ name }) => name.startsWith('inventory_'))).toBe(true);
    const asked = { name: 'inventory_get_level', arguments: place };
    expect((await modern.callTool(asked)).structuredContent).toEqual(level);
    expect((await first.callTool(asked)).structuredContent).toEqual(level);
    await Promise.all([modern.close(), first.close()]);
    const records = await server.newRecords();
    expect(records.filter(({ action }) => action === 'inventory_get_level')).toHaveLength(2);
    expect(records.filter(({ action }) => action === 'mcp.tools/list')).toHaveLength(2);
  });

  it('lists what the role could step up to, to a token that names no scope of a tool', async () => {
    const client = await modernClient(server.url, await server.token({ scope: 'audience:mcp-server' }));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('inventory_get_level');
    expect(tools.map(({ name }) => name)).not.toContain('orders_create');
    await client.close();
  });

  it('tells a model which argument is wrong and what is allowed, and asks no API', async () => {
    const result = await resultOf(
      await call('inventory_record_adjustment', { sku: 'soap', delta: 0, reason: 'whim', more: 1 }),
    );
    expect(result.isError).toBe(true);
    const [{ text }] = result.content;
    expect(text).toMatch(/\/location: /);
    expect(text).toMatch(/\/delta: must not be zero/);
    expect(text).toMatch(/\/reason: .*"cycle_count"/);
    expect(text).toMatch(/\/more: is not known here/);
    expect(server.api.asked).toEqual([]);
  });

  it('holds the arguments against the conditions of the role before any API is asked', async () => {
    const result = await resultOf(
      await call('inventory_record_adjustment', { ...adjustment, delta: 2_000_000 }),
    );
    expect(result.content[0].text).toMatch(/^condition_failed: an agent corrects at most a million/);
    expect(server.api.asked).toEqual([]);
    expect(await server.newRecords()).toMatchObject([
      { result: 'denied', reason: 'condition_failed', status: 403 },
    ]);
  });

  it('turns the pointers of an API into arguments', async () => {
    const errors = [{ pointer: '/body/delta', detail: 'leaves less than is reserved' }];
    server.api.answer = () => ({
      status: 409,
      body: { code: 'insufficient_stock', detail: 'too few', errors },
    });
    const result = await resultOf(await call('inventory_record_adjustment', adjustment));
    expect(result.content[0].text).toBe('insufficient_stock: too few\n/delta: leaves less than is reserved');
  });

  it('leaks nothing of what breaks inside', async () => {
    server.api.answer = () => ({ status: 200, body: { ...level, secret: 'password' } });
    const text = JSON.stringify(await (await call('inventory_get_level', place)).json());
    expect(text).not.toMatch(/password|secret|at .*\.ts/);
    expect(await server.newRecords()).toMatchObject([
      { result: 'failed', reason: 'internal_error', status: 500 },
    ]);
  });

  it('says of an unknown name that there is no such tool, and records it under a name of ours', async () => {
    const answer = await call('inventory_get_level\u0000', place, {}, { 'mcp-name': 'inventory_get_level' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const unknown = await call('rm_rf', {});
    expect((await unknown.json()).error.message).toBe('Tool rm_rf not found');
    const records = await server.newRecords();
    expect(records.map(({ action, result }) => [action, result])).toEqual([
      ['mcp.tools/call', 'failed'],
      ['mcp.tools/call', 'failed'],
    ]);
  });
});

describe('a call that changes something', () => {
  const keys = () => server.api.asked.map(({ headers }) => headers['idempotency-key']);
  beforeEach(() => {
    server.api.answer = () => ({ status: 201, body: adjusted });
  });

  it('has the same key when it is repeated, and another with other arguments or for another agent', async () => {
    await call('inventory_record_adjustment', adjustment);
    await call('inventory_record_adjustment', { reason: 'damage', delta: -2, ...place });
    await call('inventory_record_adjustment', { ...adjustment, delta: -3 });
    const person = {
      azp: 'stack-cli',
      client_id: 'stack-cli',
      preferred_username: 'operator',
      roles: ['Operator'],
    };
    await call('inventory_record_adjustment', adjustment, person);
    const [first, repeated, other, operators] = keys();
    expect(repeated).toBe(first);
    expect(new Set([first, other, operators]).size).toBe(3);
  });

  it('is done twice where the caller means it, by keys of its own', async () => {
    await call('inventory_record_adjustment', { ...adjustment, idempotencyKey: 'monday' });
    await call('inventory_record_adjustment', { ...adjustment, idempotencyKey: 'tuesday' });
    await call('inventory_record_adjustment', { ...adjustment, delta: -9, idempotencyKey: 'tuesday' });
    const [monday, tuesday, changed] = keys();
    expect(monday).not.toBe(tuesday);
    // The API has kept what the key was for, and refuses it with other arguments.
    expect(changed).toBe(tuesday);
    expect(server.api.last.body).not.toHaveProperty('idempotencyKey');
  });

  it('says that it was done before', async () => {
    const headers = { 'idempotent-replayed': 'true' };
    server.api.answer = () => ({ status: 201, body: adjusted, headers });
    const { content } = await resultOf(await call('inventory_record_adjustment', adjustment));
    expect(content[0].text).toMatch(/^This was done before/);
  });

  it('is tried anew where an equal one was refused before', async () => {
    const refused = { status: 409, body: { code: 'conflict' }, headers: { 'idempotent-replayed': 'true' } };
    server.api.answer = () => (server.api.asked.length < 3 ? refused : { status: 201, body: adjusted });
    const { structuredContent } = await resultOf(await call('inventory_record_adjustment', adjustment));
    expect(structuredContent).toEqual(adjusted);
    expect(new Set(keys()).size).toBe(3);
  });
});

describe('a long call', () => {
  it('tells of its progress to who asked for that', async () => {
    server.api.answer = () =>
      new Promise((resolve) => setTimeout(resolve, 1200, { status: 200, body: level }));
    const client = await modernClient(server.url, await server.token());
    const heard: number[] = [];
    const asked = { name: 'inventory_get_level', arguments: place };
    const { structuredContent } = await client.callTool(asked, {
      onprogress: ({ progress }) => heard.push(progress),
    });
    expect(structuredContent).toEqual(level);
    expect(heard).toEqual([1, 2]);
    await client.close();
  });

  it('stops when its caller hangs up: the API’s request is aborted, and the record says why', async () => {
    server.api.answer = () => new Promise(() => undefined);
    const asked = toolCall('inventory_get_level', place);
    const hangingUp = new AbortController();
    const answer = fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${await server.token()}`,
        ...asked.headers,
      },
      body: JSON.stringify(asked.message),
      signal: hangingUp.signal,
    });
    await expect.poll(() => server.api.asked.length).toBe(1);
    hangingUp.abort();
    await expect(answer).rejects.toThrow();
    await expect.poll(() => server.api.last.isAborted).toBe(true);
    await expect
      .poll(server.newRecords)
      .toMatchObject([{ result: 'failed', reason: 'cancelled', status: 499 }]);
  });
});

describe('what is no message of ours', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const { message, headers } = toolCall('inventory_get_level', place);

  it.each<[string, string, number]>([
    ['a batch', JSON.stringify([message]), 400],
    ['10 MB', JSON.stringify({ ...message, padding: 'x'.repeat(10_000_000) }), 413],
    [
      'JSON nested 10,000 deep',
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"a":${deep(10_000)}}}`,
      400,
    ],
    ['no JSON', '{', 400],
    ['no JSON-RPC', '{"jsonrpc":"1.0"}', 400],
    ['headers that say otherwise', JSON.stringify({ ...message, method: 'tools/list' }), 400],
  ])('%s is refused with one record', async (_, body, status) => {
    const answer = await post(server.url, await server.token(), body, headers);
    expect(answer.status).toBe(status);
    await answer.text();
    expect(await server.newRecords()).toMatchObject([{ agent: 'inventory_bot', result: 'failed', status }]);
    expect(server.api.asked).toEqual([]);
  });
});

describe('a session of 2025-11-25', () => {
  it('is no one else’s: another agent that has its id is told that there is none', async () => {
    const { client, sessionId = '' } = await firstClient(server.url, await server.token());
    const thief = {
      azp: 'order_placer',
      client_id: 'order_placer',
      roles: ['OrderAgent'],
      scope: 'orders:read',
    };
    const stolen = await post(
      server.url,
      await server.token(thief),
      { jsonrpc: '2.0', id: 7, method: 'tools/list' },
      { 'mcp-session-id': sessionId, 'mcp-protocol-version': '2025-11-25' },
    );
    expect(stolen.status).toBe(404);
    await client.close();
  });
});

describe('the manifest', () => {
  it('is served with a signature that a client can check, and a digest', async () => {
    const manifest = await fetch(`${server.url}/.well-known/mcp-manifest.json`);
    const text = await manifest.text();
    const signature = await (await fetch(`${server.url}/.well-known/mcp-manifest.jws`)).text();
    const { verifyDetached } = await import('./manifest/signature.js');
    await expect(verifyDetached(text, signature)).resolves.toBeUndefined();
    await expect(verifyDetached(text.replace('stock', 'STOCK'), signature)).rejects.toThrow();
    const client = await modernClient(server.url, await server.token({ scope: 'audience:mcp-server' }));
    const { tools } = await client.listTools();
    const pinned: { name: string }[] = JSON.parse(text).tools;
    expect(pinned).toEqual(expect.arrayContaining(tools));
    await client.close();
  });
});

/** `fetch` sets Host by itself. */
async function rawPost(url: string, token: string, headers: Record<string, string>) {
  const { request } = await import('node:http');
  const { message, headers: own } = toolCall('inventory_get_level', place);
  const sent = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...own, ...headers };
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const asking = request(new URL('/mcp', url), { method: 'POST', headers: sent }, async (answer) => {
      const body = Buffer.concat(await answer.toArray()).toString();
      resolve({ status: answer.statusCode, body });
    });
    asking.on('error', reject).end(JSON.stringify(message));
  });
}
