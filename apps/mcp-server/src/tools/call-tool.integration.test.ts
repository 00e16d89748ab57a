import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contentOf, firstClient, modernClient, post, toolCall } from '../test-support/clients.js';
import { adjusted, adjustment, level, place } from '../test-support/stock.js';
import { type ToolServer, toolServer } from '../test-support/tool-server.js';

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

const call = async (name: string, args: object, claims = {}) => {
  const asked = toolCall(name, args);
  return post(server.url, await server.token(claims), asked.message, asked.headers);
};

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
    const { result, text } = await contentOf(
      await call('inventory_record_adjustment', { sku: 'soap', delta: 0, reason: 'whim', more: 1 }),
    );
    expect(result?.isError).toBe(true);
    expect(text).toMatch(/\/location: /);
    expect(text).toMatch(/\/delta: must not be zero/);
    expect(text).toMatch(/\/reason: .*"cycle_count"/);
    expect(text).toMatch(/\/more: is not known here/);
    expect(server.api.asked).toEqual([]);
  });

  it('holds the arguments against the conditions of the role before any API is asked', async () => {
    const { text } = await contentOf(
      await call('inventory_record_adjustment', { ...adjustment, delta: 2_000_000 }),
    );
    expect(text).toMatch(/^condition_failed: an agent corrects at most a million/);
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
    const { text } = await contentOf(await call('inventory_record_adjustment', adjustment));
    expect(text).toBe('insufficient_stock: too few\n/delta: leaves less than is reserved');
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
    const unknown = await call('rm_rf', {});
    expect((await contentOf(unknown)).error?.message).toBe('Tool rm_rf not found');
    const records = await server.newRecords();
    expect(records).toMatchObject([{ action: 'mcp.tools/call', result: 'failed' }]);
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
    const { text } = await contentOf(await call('inventory_record_adjustment', adjustment));
    expect(text).toMatch(/^This was done before/);
  });

  it('is tried anew where an equal one was refused before', async () => {
    const refused = { status: 409, body: { code: 'conflict' }, headers: { 'idempotent-replayed': 'true' } };
    server.api.answer = () => (server.api.asked.length < 3 ? refused : { status: 201, body: adjusted });
    const { result } = await contentOf(await call('inventory_record_adjustment', adjustment));
    expect(result?.structuredContent).toEqual(adjusted);
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
