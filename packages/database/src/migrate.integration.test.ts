import { readFile } from 'node:fs/promises';
import { type TestDatabase, testDatabase, testPolicy } from '@stockade/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OWNER } from './logins.js';
import { migrate } from './migrate.js';

const policy = testPolicy();
let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  await run();
});
afterAll(() => test.close());

const run = () => migrate({ adminUrl: test.adminUrl, policy, passwordFile: test.database.passwordFile });

/** Every right on every object, and every row that migrations and grants leave. */
const state = () =>
  test.ownerQuery(
    `SELECT relnamespace::regnamespace::text || '.' || relname AS object, relacl::text AS rights FROM pg_class
       WHERE relnamespace::regnamespace::text !~ '^pg_|^information_schema'
     UNION ALL SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname !~ '^pg_'
     UNION ALL SELECT proname, proacl::text FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
       WHERE nspowner = $1::regrole
     UNION ALL SELECT datname, datacl::text FROM pg_database WHERE datname = current_database()
     UNION ALL SELECT 'migration', name FROM stockade.migrations
     UNION ALL SELECT login, queue FROM queues.producers
     ORDER BY 1, 2`,
    [OWNER],
  );

it('changes nothing when it is run again, or by two at a time', async () => {
  const before = await state();
  await Promise.all([run(), run()]);
  expect(await state()).toEqual(before);
});

it('R22: takes away what the policy no longer grants, while sessions go on', async () => {
  await test.ownerQuery('GRANT DELETE ON inventory.levels TO logistics_monitor');
  await test.ownerQuery('GRANT USAGE ON SCHEMA inventory TO logistics_monitor');
  const session = await test.connectAs('logistics_monitor');
  await session.query('DELETE FROM inventory.levels');
  await run();
  await expect(session.query('DELETE FROM inventory.levels')).rejects.toMatchObject({ code: '42501' });
  await expect(session.query('SELECT 1 FROM shipments.shipments')).resolves.toBeDefined();
  await session.end();
});

it('R25: shuts out a login that the policy no longer names, its live sessions too', async () => {
  const auditor = policy.roles.get('Auditor');
  if (!auditor) throw new Error('the policy has no Auditor');
  const roles = new Map(policy.roles).set('Former', { ...auditor, name: 'Former', login: 'former_auditor' });
  const passwordFile = (login: string) => test.database.passwordFile(login.replace('former_', ''));
  await migrate({ adminUrl: test.adminUrl, policy: { ...policy, roles }, passwordFile });
  const password = await readFile(passwordFile('former_auditor'), 'utf8');
  const connect = async () => {
    const { host, port, database } = test.database;
    const client = new pg.Client({ host, port, database, user: 'former_auditor', password });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const session = await connect();
  await session.query('SELECT 1 FROM audit.events');
  await run();
  await expect(session.query('SELECT 1')).rejects.toThrow();
  await expect(connect()).rejects.toMatchObject({ code: '28P01' });
  const [rights] = await test.ownerQuery(
    "SELECT has_table_privilege('former_auditor', 'audit.events', 'SELECT') AS may",
  );
  expect(rights).toEqual({ may: false });
});

it('R22: hands Postgres a SCRAM verifier, so that no password can be in its log', async () => {
  const rows = await test.ownerQuery<{ rolpassword: string }>(
    "SELECT rolpassword FROM pg_authid WHERE rolname IN ('order_agent', 'audit_writer')",
  );
  expect(rows).toHaveLength(2);
  for (const { rolpassword } of rows) expect(rolpassword).toMatch(/^SCRAM-SHA-256\$4096:[\w+/=]{24}\$/);
});
