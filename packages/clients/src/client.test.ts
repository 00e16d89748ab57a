import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inventory, Problem } from '@stockade/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient, keepAliveFetch, listAll } from './index.js';

const level = { sku: 'ab-1', location: 'ACCRA', onHand: 5, reserved: 1, hold: 0, available: 4, version: 3 };
const adjustment = { sku: 'ab-1', location: 'ACCRA', delta: -1, reason: 'damage' } as const;
const adjusted = { id: '01920000-0000-7000-8000-000000000000', ...adjustment, level };
const policy = { serviceLevel: 0.95, leadTimeDays: 30, leadTimeDeviationDays: 5, unitsPerPack: 10 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answers: Answer[] = [];
let seen: IncomingMessage[] = [];
const server = createServer((request, response) => {
  seen.push(request);
  request.resume().on('end', () => answers.shift()?.(request, response));
});
const keepAlive = keepAliveFetch();
let options = {};
const client = () =>
  createClient(inventory, {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: async () => 'the-token',
    ...options,
  });

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const hangUp: Answer = (request) => request.socket.destroy();

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  keepAlive.close();
  server.close();
});
beforeEach(() => {
  answers = [];
  seen = [];
});

describe.each([
  ["Node's own fetch", {}],
  ['keepAliveFetch', { fetch: keepAlive.fetch }],
])('createClient with %s', (_, how) => {
  beforeEach(() => {
    options = how;
  });

  it('fills the path, sends the token and parses the answer', async () => {
    answers = [json(200, level)];
    const params = { sku: 'a/b ?', location: 'ACCRA' };
    await expect(client().getLevel({ params })).resolves.toEqual(level);
    expect(seen[0]?.url).toBe('/v1/levels/a%2Fb%20%3F/ACCRA');
    expect(seen[0]?.headers.authorization).toBe('Bearer the-token');
  });

  it('sends a POST again with the same Idempotency-Key, over a lost connection and a 503', async () => {
    answers = [hangUp, json(503, { code: 'unavailable' }), json(201, adjusted)];
    await expect(client().recordAdjustment({ body: adjustment })).resolves.toEqual(adjusted);
    const keys = seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('names the approval that a call spends', async () => {
    answers = [json(201, adjusted)];
    await client().recordAdjustment({ body: adjustment, approvalId: adjusted.id });
    expect(seen[0]?.headers['approval-id']).toBe(adjusted.id);
  });

  it('waits as long as Retry-After asks', async () => {
    answers = [json(429, { code: 'rate_limited' }, { 'retry-after': '1' }), json(200, level)];
    const started = performance.now();
    await client().getLevel({ params: { sku: 'ab-1', location: 'ACCRA' } });
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('tells of a wait that is too long at once', async () => {
    answers = [json(429, { code: 'rate_limited' }, { 'retry-after': '60' })];
    const refused = client().getLevel({ params: { sku: 'ab-1', location: 'ACCRA' } });
    await expect(refused).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 60 });
  });

  it('rebuilds the problem that the service told of, and does not send again', async () => {
    const errors = [{ pointer: '/body/delta', detail: 'must not be zero' }];
    answers = [json(422, { code: 'validation_failed', detail: 'no', errors })];
    const refused = await client()
      .recordAdjustment({ body: adjustment, idempotencyKey: 'key-1' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'validation_failed', detail: 'no', errors });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers['idempotency-key']).toBe('key-1');
  });

  it('takes an answer of a stranger for a failure of the service', async () => {
    answers = [json(418, { code: 'toString' }), json(200, { ...level, onHand: 'five' })];
    const params = { sku: 'ab-1', location: 'ACCRA' };
    await expect(client().getLevel({ params })).rejects.toMatchObject({ code: 'internal_error' });
    await expect(client().getLevel({ params })).rejects.toMatchObject({ code: 'internal_error' });
  });

  it('names the version that is edited', async () => {
    const params = { sku: 'ab-1', location: 'ACCRA' };
    answers = [json(200, { ...params, ...policy, version: 4 })];
    await client().putReorderPolicy({ params, body: policy, version: 3 });
    expect(seen[0]?.headers['if-match']).toBe('"3"');
  });

  it('does not follow a redirect with the token', async () => {
    const elsewhere = { location: 'http://127.0.0.1:9/' };
    answers = Array.from({ length: 5 }, () => json(307, {}, elsewhere));
    const refused = client().listLevels();
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    answers = [() => stop.abort()];
    await expect(client().listLevels({ signal: stop.signal })).rejects.toThrow('abort');
    expect(seen).toHaveLength(1);
  });
});

describe('listAll', () => {
  it('follows nextCursor to the last page', async () => {
    answers = [
      json(200, { items: [level], nextCursor: 'n2' }),
      json(200, { items: [level], nextCursor: null }),
    ];
    const items: unknown[] = [];
    for await (const item of listAll(client().listLevels, { query: { location: 'ACCRA' } })) items.push(item);
    expect(items).toEqual([level, level]);
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/levels?location=ACCRA',
      '/v1/levels?location=ACCRA&cursor=n2',
    ]);
  });
});
