import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from './test-support/call.js';
import { type NoteStack, noteStack } from './test-support/note-service.js';

let stack: NoteStack;
let url: string;
let token: string;
let ids: string[];

const absent = '019aa000-0000-7000-8000-000000000000';
const read = (id: string, bearer = token) =>
  call(url, { token: bearer, method: 'GET', path: `/v1/notes/${id}` });
const person = (name: string, role: string) =>
  stack.issuer.token({
    azp: 'stack-cli',
    client_id: 'stack-cli',
    preferred_username: name,
    roles: [role],
    scope: 'inventory:read',
  });

beforeAll(async () => {
  stack = await noteStack();
  url = (await stack.start()).url;
  token = await stack.issuer.token();
  const written = await stack.database.ownerQuery<{ id: string }>(
    "INSERT INTO inventory.notes (text) SELECT 'note ' || n FROM generate_series(1, 16) n RETURNING id",
  );
  ids = written.map(({ id }) => id);
});
afterAll(() => stack.close());
beforeEach(() => stack.newRecords());

describe('reads that share a statement', () => {
  it('R20: 64 callers at the same moment get their own answers, and leave exactly one record each', async () => {
    const operator = await person('operator', 'Operator');
    const asked = Array.from({ length: 64 }, (_, n) => (n % 5 === 4 ? absent : (ids[n % 16] ?? absent)));
    const answers = await Promise.all(asked.map((id, n) => read(id, n % 3 === 0 ? operator : token)));
    for (const [n, { status, body, answer }] of answers.entries()) {
      if (asked[n] === absent) {
        expect([status, body.code, body.detail]).toEqual([404, 'not_found', `There is no note ${absent}.`]);
      } else {
        expect([status, body.id, answer.headers.get('etag')]).toEqual([200, asked[n], '"1"']);
      }
    }
    const records = await stack.newRecords();
    const told = new Map(records.map((record) => [record.request_id, record]));
    expect([records.length, told.size]).toEqual([64, 64]);
    for (const [n, { answer, status }] of answers.entries()) {
      expect(told.get(answer.headers.get('x-request-id') ?? '')).toMatchObject({
        agent: n % 3 === 0 ? 'operator' : 'inventory_bot',
        role: n % 3 === 0 ? 'Operator' : 'InventoryManager',
        action: 'notes.get',
        resource: `/v1/notes/${asked[n]}`,
        status,
        result: status === 200 ? 'allowed' : 'failed',
        reason: status === 200 ? null : 'not_found',
      });
    }
  });

  it('a row that cannot be read fails its own caller, and is recorded once like its neighbours', async () => {
    const [broken] = await stack.database.ownerQuery<{ id: string }>(
      "INSERT INTO inventory.notes (text, version) VALUES ('large', 9007199254740993) RETURNING id",
    );
    const answers = await Promise.all([broken?.id ?? '', ...ids].map((id) => read(id)));
    expect(answers.map(({ status }) => status)).toEqual([500, ...ids.map(() => 200)]);
    expect(await stack.newRecords()).toHaveLength(17);
  });

  it('a role that may not write records reads all the same, and leaves its record', async () => {
    const auditor = await person('auditor', 'Auditor');
    const answers = await Promise.all(ids.map((id) => read(id, auditor)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await stack.newRecords()).toHaveLength(16);
  });

  it('R20: where the record is refused to the role the read is made alone, and recorded by the writer', async () => {
    await stack.database.ownerQuery('REVOKE INSERT ON audit.events FROM inventory_manager');
    const answers = await Promise.all(ids.map((id) => read(id)));
    await stack.database.ownerQuery('GRANT INSERT ON audit.events TO inventory_manager');
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await stack.newRecords()).toHaveLength(16);
  });

  it('R20: of a connection that is cut, each caller learns and leaves one record', async () => {
    const admin = stack.database;
    // Holds the statement back at its records, as a session that does not commit would.
    await admin.ownerQuery(
      'CREATE FUNCTION inventory.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN NEW; END $$',
    );
    await admin.ownerQuery(
      "CREATE TRIGGER wait BEFORE INSERT ON audit.events FOR EACH ROW WHEN (current_user = 'inventory_manager') EXECUTE FUNCTION inventory.wait()",
    );
    const cut = Promise.all(ids.map((id) => read(id)));
    await vi.waitFor(async () => {
      const killed = await admin.ownerQuery<{ killed: number }>(
        `SELECT count(pg_terminate_backend(pid))::int AS killed FROM pg_stat_activity
         WHERE usename = 'inventory_manager' AND wait_event = 'PgSleep' AND datname = current_database()`,
      );
      expect(killed[0]?.killed).toBeGreaterThan(0);
    });
    await admin.ownerQuery('DROP TRIGGER wait ON audit.events');
    const answers = await cut;
    expect(answers.some(({ status }) => status === 503)).toBe(true);
    expect((await stack.newRecords()).map(({ status }) => status).sort()).toEqual(
      answers.map(({ status }) => status).sort(),
    );
    expect((await read(ids[0] ?? '')).status).toBe(200);
  });
});
