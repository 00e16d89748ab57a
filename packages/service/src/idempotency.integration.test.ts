import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { call } from './test-support/call.js';
import { type NoteStack, noteStack } from './test-support/note-service.js';

let stack: NoteStack;
let urls: string[];
let token: string;

beforeAll(async () => {
  stack = await noteStack();
  urls = [(await stack.start()).url, (await stack.start()).url];
  token = await stack.issuer.token();
});
afterAll(() => stack.close());
beforeEach(() => stack.newRecords());

const write = (key: string, text = 'once', process = 0, bearer = token) =>
  call(urls[process] ?? '', {
    token: bearer,
    body: JSON.stringify({ text }),
    headers: { 'idempotency-key': key },
  });

it('asks for a key of 1 to 255 visible characters', async () => {
  const missing = await fetch(`${urls[0]}/v1/notes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"text":"a"}',
  });
  expect(await missing.json()).toMatchObject({ status: 400, code: 'idempotency_key_missing' });
  expect(await write('k'.repeat(256))).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  expect(await write('a key')).toMatchObject({ status: 400 });
  expect(await write('k'.repeat(255))).toMatchObject({ status: 201 });
  expect((await stack.newRecords()).map(({ status }) => status)).toEqual([400, 400, 400, 201]);
});

it('50 concurrent requests with one key over two processes have one effect', async () => {
  const before = await stack.countNotes();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => write('many', 'once', i % 2)));
  expect(await stack.countNotes()).toBe(before + 1);
  const done = answers.filter(({ status }) => status === 201);
  expect(done.length).toBeGreaterThan(0);
  expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.every(({ status, body }) => status === 409 && body.code === 'idempotency_key_in_use')).toBe(
    true,
  );
  expect(await stack.newRecords()).toHaveLength(50);
});

it('answers again as it did the first time, also from another process, and records the replay', async () => {
  const first = await write('again');
  const replay = await write('again', 'once', 1);
  expect(replay.body).toEqual(first.body);
  expect(replay.status).toBe(201);
  expect(replay.answer.headers.get('etag')).toBe('"1"');
  expect(replay.answer.headers.get('idempotent-replayed')).toBe('true');
  expect(first.answer.headers.has('idempotent-replayed')).toBe(false);
  const resource = `/v1/notes/${first.body.id}`;
  expect(await stack.newRecords()).toMatchObject([
    { resource, status: 201, detail: null },
    { resource, status: 201, detail: { replayed: true } },
  ]);
});

it('refuses a key that was sent with another body or to another operation', async () => {
  await write('reused');
  const before = await stack.countNotes();
  expect(await write('reused', 'another')).toMatchObject({
    status: 422,
    body: { code: 'idempotency_key_reused' },
  });
  const elsewhere = await call(urls[0] ?? '', {
    token,
    path: '/v1/adjustments',
    body: '{"delta":1}',
    headers: { 'idempotency-key': 'reused' },
  });
  expect(elsewhere).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  expect(await stack.countNotes()).toBe(before);
  expect(await stack.newRecords()).toHaveLength(3);
});

it('keys of two agents are independent', async () => {
  const operator = await stack.issuer.token({
    azp: 'stack-cli',
    client_id: 'stack-cli',
    preferred_username: 'operator',
    roles: ['Operator'],
  });
  const [bot, person] = [await write('shared'), await write('shared', 'other', 0, operator)];
  expect([bot.status, person.status]).toEqual([201, 201]);
  expect(person.body.id).not.toBe(bot.body.id);
  expect((await stack.newRecords()).map(({ agent }) => agent)).toEqual(['inventory_bot', 'operator']);
});

it('undoes and keeps a refusal of the operation, with its record', async () => {
  const before = await stack.countNotes();
  const refused = await write('refused', 'refuse');
  const replay = await write('refused', 'refuse');
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'insufficient_stock', detail: 'refused as asked' },
  });
  expect(replay.body).toEqual(refused.body);
  expect(replay.answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await stack.countNotes()).toBe(before);
  expect(await stack.newRecords()).toMatchObject([
    { result: 'failed', reason: 'insufficient_stock', status: 409, detail: null },
    { result: 'failed', reason: 'insufficient_stock', status: 409, detail: { replayed: true } },
  ]);
});

/** Connections of a process on the login of a role. */
const POOL = 8;

it('tells the same to who comes between the undoing of a refusal and its keeping', async () => {
  const before = await stack.countNotes();
  const admin = new pg.Client({ connectionString: stack.database.adminUrl });
  await admin.connect();
  await admin.query('BEGIN; LOCK TABLE inventory.notes IN SHARE MODE');
  const waiting = (count: number) => () =>
    stack.database.ownerQuery(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = 'inventory_manager'
       AND wait_event_type = 'Lock' HAVING count(*) = ${count}`,
    );
  // They take all connections but one, and keep them for a while after the lock.
  const others = Array.from({ length: POOL - 1 }, (_, index) => write(`other-${index}`, 'slow'));
  await expect.poll(waiting(POOL - 1)).toHaveLength(1);
  const first = write('between', 'refuse');
  await expect.poll(waiting(POOL)).toHaveLength(1);
  // Next in line for the connection that the refusal gives back, before the transaction that is to keep it.
  const second = write('between', 'refuse');
  await call(urls[0] ?? '', { token, method: 'GET', path: '/health/live' });
  await admin.query('COMMIT');
  await admin.end();

  const [one, two] = await Promise.all([first, second]);
  await Promise.all(others);
  expect(one).toMatchObject({ status: 409, body: { code: 'insufficient_stock' } });
  expect(two.body).toEqual(one.body);
  expect([one, two].filter(({ answer }) => answer.headers.has('idempotent-replayed'))).toHaveLength(1);
  const refusals = (await stack.newRecords()).filter(({ status }) => status === 409);
  expect(refusals.map(({ reason, detail }) => ({ reason, detail }))).toEqual(
    expect.arrayContaining([
      { reason: 'insufficient_stock', detail: null },
      { reason: 'insufficient_stock', detail: { replayed: true } },
    ]),
  );
  expect(refusals).toHaveLength(2);
  expect(await stack.countNotes()).toBe(before + POOL - 1);
});

it('keeps nothing of a request that was malformed or that failed by itself', async () => {
  expect(await write('retry', '')).toMatchObject({ status: 422 });
  expect(await write('retry', 'fail')).toMatchObject({ status: 500 });
  expect(await write('retry')).toMatchObject({ status: 201 });
});

it('forgets a key after 24 h', async () => {
  const first = await write('old');
  await stack.database.ownerQuery(
    "UPDATE inventory.idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old'",
  );
  const second = await write('old', 'another');
  expect(second.status).toBe(201);
  expect(second.body.id).not.toBe(first.body.id);
});

it('clears away what it has forgotten, and nothing younger', async () => {
  await write('aged');
  await write('young');
  await stack.database.ownerQuery(
    "UPDATE inventory.idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'aged'",
  );
  await stack.start();
  const kept = () =>
    stack.database.ownerQuery("SELECT key FROM inventory.idempotency_keys WHERE key IN ('aged', 'young')");
  await expect.poll(kept).toEqual([{ key: 'young' }]);
});
