import { Problem } from '@stockade/contracts';
import { type TestDatabase, testDatabase } from '@stockade/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuditEvent, auditEvent, hashTokenId } from './event.js';
import { insertAuditEvent } from './insert.js';
import { type AuditWriter, createAuditWriter } from './writer.js';

let test: TestDatabase;
let writer: AuditWriter;

const event = (resource = '/v1/levels'): AuditEvent =>
  auditEvent({
    service: 'inventory-api',
    agent: 'inventory_bot',
    through: 'mcp_server',
    role: 'InventoryManager',
    action: 'inventory.list_levels',
    resource,
    result: 'allowed',
    reason: null,
    status: 200,
    requestId: 'request',
    traceId: 'trace',
    tokenIdHash: hashTokenId('jti'),
    detail: { replayed: true },
  });
const open = (maxPending = 10_000) => {
  const { host, port, database, passwordFile } = test.database;
  return createAuditWriter({ host, port, database, passwordFile: passwordFile('audit_writer'), maxPending });
};
const recorded = async (...ids: string[]) => {
  const [row] = await test.ownerQuery<{ count: number }>(
    'SELECT count(*)::int AS count FROM audit.events WHERE id = ANY($1)',
    [ids],
  );
  return row?.count;
};
const cutConnection = () =>
  test.ownerQuery(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1 AND datname = $2',
    ['audit_writer', test.database.database],
  );

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  writer = await open();
});
afterEach(() => writer.close());

describe('createAuditWriter', () => {
  it('R20: has committed an event when write resolves, with every field', async () => {
    const one = event('/v1/levels/ö-\u{1f4e6}');
    await writer.write(one);
    const [row] = await test.ownerQuery('SELECT * FROM audit.events WHERE id = $1', [one.id]);
    expect(row).toEqual({
      id: one.id,
      version: 1,
      at: new Date(one.at),
      service: one.service,
      agent: one.agent,
      through: one.through,
      role: one.role,
      action: one.action,
      resource: one.resource,
      result: one.result,
      reason: null,
      status: 200,
      request_id: one.requestId,
      trace_id: one.traceId,
      token_id_hash: one.tokenIdHash,
      detail: { replayed: true },
    });
  });

  it('R20: records each of many events once, in few transactions', async () => {
    const events = Array.from({ length: 1_200 }, () => event());
    await Promise.all(events.map((one) => writer.write(one)));
    expect(await recorded(...events.map(({ id }) => id))).toBe(1_200);
    const [row] = await test.ownerQuery<{ transactions: number }>(
      'SELECT count(DISTINCT xmin::text)::int AS transactions FROM audit.events WHERE id = ANY($1)',
      [events.map(({ id }) => id)],
    );
    expect(row?.transactions).toBe(3);
  });

  it('R20: a row that Postgres cannot take fails alone', async () => {
    const poison = { ...event(), traceId: 'x'.repeat(65) };
    const good = Array.from({ length: 20 }, () => event());
    const written = await Promise.allSettled([...good, poison, event()].map((one) => writer.write(one)));
    expect(written.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(written[20]).toMatchObject({ status: 'rejected', reason: { code: 'audit_unavailable' } });
    expect(await recorded(...good.map(({ id }) => id))).toBe(20);
  });

  it('writes on over a lost connection', async () => {
    const before = event();
    await writer.write(before);
    await cutConnection();
    const after = event();
    await writer.write(after);
    expect(await recorded(before.id, after.id)).toBe(2);
  });

  it('leaves an event that is recorded already as it is', async () => {
    const one = event();
    await writer.write(one);
    await writer.write({ ...one, agent: 'someone_else' });
    const rows = await test.ownerQuery('SELECT agent FROM audit.events WHERE id = $1', [one.id]);
    expect(rows).toEqual([{ agent: 'inventory_bot' }]);
  });

  it('R20: refuses to go on where events cannot be recorded, and recovers', async () => {
    await test.ownerQuery('REVOKE INSERT ON audit.events FROM audit_writer');
    const refused = await writer.write(event()).catch((error: unknown) => error);
    await test.ownerQuery('GRANT INSERT ON audit.events TO audit_writer');
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'audit_unavailable', status: 503 });
    await expect(writer.write(event())).resolves.toBeUndefined();
  });

  it('R20: refuses to go on while its database is out of reach, and recovers by itself', async () => {
    const name = test.database.database;
    await test.ownerQuery(`REVOKE CONNECT ON DATABASE ${name} FROM audit_writer`);
    await cutConnection();
    const refused = await Promise.allSettled(Array.from({ length: 20 }, () => writer.write(event())));
    await test.ownerQuery(`GRANT CONNECT ON DATABASE ${name} TO audit_writer`);
    for (const one of refused)
      expect(one).toMatchObject({ reason: { code: 'audit_unavailable', retryAfter: 1 } });
    await expect
      .poll(() =>
        writer.write(event()).then(
          () => 'recorded',
          () => 'refused',
        ),
      )
      .toBe('recorded');
  });

  it('bounds what waits', async () => {
    const small = await open(10);
    const written = await Promise.allSettled(Array.from({ length: 15 }, () => small.write(event())));
    expect(written.map(({ status }) => status)).toEqual([
      ...Array<string>(10).fill('fulfilled'),
      ...Array<string>(5).fill('rejected'),
    ]);
    await small.close();
  });

  it('records what waits before it closes, and nothing afterwards', async () => {
    const closing = await open();
    const last = event();
    const written = closing.write(last);
    await closing.close();
    await written;
    expect(await recorded(last.id)).toBe(1);
    await expect(closing.write(event())).rejects.toMatchObject({ code: 'audit_unavailable' });
  });
});

describe('insertAuditEvent', () => {
  it('R20: is committed with the change that it records, or not at all', async () => {
    const session = await test.connectAs('inventory_manager');
    const client = {
      query: (statement: { name: string; text: string }, values: readonly unknown[]) =>
        session.query({ ...statement, values: [...values] }),
    };
    const [kept, undone] = [event(), event()];
    await session.query('BEGIN');
    await insertAuditEvent(client, undone);
    await session.query('ROLLBACK');
    await session.query('BEGIN');
    await insertAuditEvent(client, kept);
    await session.query('COMMIT');
    await session.end();
    expect([await recorded(kept.id), await recorded(undone.id)]).toEqual([1, 0]);
  });
});
