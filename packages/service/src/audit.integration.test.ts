import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from './test-support/call.js';
import { type NoteStack, noteStack } from './test-support/note-service.js';

let stack: NoteStack;
let url: string;
let token: string;

beforeAll(async () => {
  stack = await noteStack();
  url = (await stack.start()).url;
  token = await stack.issuer.token();
});
afterAll(() => stack.close());
beforeEach(() => stack.newRecords());

describe('R20: no record, no answer', () => {
  const withoutRight = async (login: string, work: () => Promise<void>) => {
    await stack.database.ownerQuery(`REVOKE INSERT ON audit.events FROM ${login}`);
    await work();
    await stack.database.ownerQuery(`GRANT INSERT ON audit.events TO ${login}`);
  };

  it('a change whose record is blocked is undone, and its failure is recorded apart', async () => {
    const before = await stack.countNotes();
    await withoutRight('inventory_manager', async () => {
      const refused = await call(url, {
        token,
        body: '{"text":"a"}',
        headers: { 'idempotency-key': 'blocked' },
      });
      expect(refused).toMatchObject({ status: 503, body: { code: 'audit_unavailable' } });
      expect(refused.answer.headers.get('retry-after')).toBe('1');
    });
    expect(await stack.countNotes()).toBe(before);
    expect(await stack.newRecords()).toMatchObject([
      { result: 'failed', reason: 'audit_unavailable', status: 503 },
    ]);
    const retried = await call(url, {
      token,
      body: '{"text":"a"}',
      headers: { 'idempotency-key': 'blocked' },
    });
    expect(retried.status).toBe(201);
  });

  it('a read or a refusal whose record is blocked is answered 503', async () => {
    await withoutRight('audit_writer', async () => {
      const read = await call(url, { token, method: 'GET' });
      expect(read).toMatchObject({ status: 503, body: { code: 'audit_unavailable' } });
      expect(read.body.items).toBeUndefined();
      expect(await call(url, { token: null })).toMatchObject({
        status: 503,
        body: { code: 'audit_unavailable' },
      });
    });
    expect(await stack.newRecords()).toEqual([]);
    expect(await call(url, { token, method: 'GET' })).toMatchObject({ status: 200 });
  });

  it('both blocked: nothing changes', async () => {
    const before = await stack.countNotes();
    await withoutRight('inventory_manager, audit_writer', async () => {
      expect(await call(url, { token, body: '{"text":"a"}' })).toMatchObject({ status: 503 });
    });
    expect(await stack.countNotes()).toBe(before);
    expect(await stack.newRecords()).toEqual([]);
  });

  it('a change that fails at its COMMIT leaves one record, of the failure', async () => {
    const before = await stack.countNotes();
    expect(await call(url, { token, body: '{"text":"late"}' })).toMatchObject({ status: 500 });
    expect(await stack.countNotes()).toBe(before);
    expect(await stack.newRecords()).toMatchObject([
      { action: 'notes.write', result: 'failed', status: 500 },
    ]);
  });
});

describe('exactly one record', () => {
  const slow = '{"text":"slow"}';
  /** Process id in Postgres of the one slow request that is under way. */
  const underWay = () =>
    vi.waitUntil(async () => {
      const sql = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
      const [row] = await stack.database.ownerQuery<{ pid: number }>(sql);
      return row?.pid;
    });

  it('of a change whose caller is gone before its answer', async () => {
    const before = await stack.countNotes();
    const gone = new AbortController();
    const aborted = fetch(`${url}/v1/notes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': 'gone',
      },
      body: slow,
      signal: gone.signal,
    });
    await underWay();
    gone.abort();
    await expect(aborted).rejects.toThrow('aborted');
    await vi.waitFor(async () => expect(await stack.countNotes()).toBe(before + 1));
    const replay = await call(url, { token, body: slow, headers: { 'idempotency-key': 'gone' } });
    expect(replay.answer.headers.get('idempotent-replayed')).toBe('true');
    expect(await stack.newRecords()).toMatchObject([
      { result: 'allowed', status: 201, detail: null },
      { result: 'allowed', status: 201, detail: { replayed: true } },
    ]);
  });

  it('of a change whose connection to Postgres is cut: 503, and the same request succeeds later', async () => {
    const before = await stack.countNotes();
    const headers = { 'idempotency-key': 'cut' };
    const cut = call(url, { token, body: slow, headers });
    await stack.database.ownerQuery('SELECT pg_terminate_backend($1)', [await underWay()]);
    expect(await cut).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(await stack.countNotes()).toBe(before);
    expect(await stack.newRecords()).toMatchObject([
      { result: 'failed', reason: 'unavailable', status: 503 },
    ]);
    expect(await call(url, { token, body: slow, headers })).toMatchObject({ status: 201 });
  });
});

it('is not ready while records cannot be written, and is again when they can', async () => {
  const { database } = stack.database.database;
  const failing = async () => (await (await fetch(`${url}/health/ready`)).json()) as { failing?: string[] };
  await stack.database.ownerQuery(`REVOKE CONNECT ON DATABASE ${database} FROM audit_writer`);
  await stack.database.ownerQuery(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE usename = 'audit_writer' AND datname = current_database()`,
  );
  await vi.waitFor(async () => expect(await failing()).toEqual({ status: 'not_ready', failing: ['audit'] }));
  await stack.database.ownerQuery(`GRANT CONNECT ON DATABASE ${database} TO audit_writer`);
  await vi.waitFor(async () => expect(await failing()).toEqual({ status: 'ready' }), { timeout: 10_000 });
});
