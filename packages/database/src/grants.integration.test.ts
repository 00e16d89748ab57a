import { type TestDatabase, testDatabase, testPolicy } from '@stockade/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCode } from './failure.js';
import { loginsOf, OWNER } from './logins.js';

const INSUFFICIENT_PRIVILEGE = '42501';
const policy = testPolicy();
const logins = loginsOf(policy);
const holders = [
  ...policy.roles.values(),
  ...[...policy.logins.values()].map((one) => ({ ...one, login: one.name })),
];

interface Table {
  readonly name: string;
  readonly column: string;
}

/** None of them reads or changes a row; DEFAULT and FALSE ask for no other privilege than the verb's own. */
const attempts = {
  select: ({ name }: Table) => `SELECT 1 FROM ${name} WHERE false`,
  insert: ({ name }: Table) => `INSERT INTO ${name} DEFAULT VALUES`,
  update: ({ name, column }: Table) => `UPDATE ${name} SET ${column} = DEFAULT WHERE false`,
  delete: ({ name }: Table) => `DELETE FROM ${name} WHERE false`,
  truncate: ({ name }: Table) => `TRUNCATE ${name}`,
};

let test: TestDatabase;
let tables: Table[];

beforeAll(async () => {
  test = await testDatabase();
  tables = await test.ownerQuery<Table>(
    `SELECT format('%I.%I', nspname, relname) AS name, quote_ident(attname) AS column
     FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace JOIN pg_attribute ON attrelid = pg_class.oid AND attnum = 1
     WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1`,
  );
});
afterAll(() => test.close());

/** SQLSTATE of a statement that is undone again; undefined where it succeeds. */
async function outcome(client: pg.Client, sql: string): Promise<string | undefined> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    return undefined;
  } catch (error) {
    return errorCode(error);
  } finally {
    await client.query('ROLLBACK');
  }
}

describe.each(logins)('login %s', (login) => {
  let client: pg.Client;
  beforeAll(async () => {
    client = await test.connectAs(login);
  });
  afterAll(() => client.end());

  it('R22: does on every table exactly what the access policy grants', async () => {
    const grants = holders.find((holder) => holder.login === login)?.grants ?? [];
    const passed: string[] = [];
    for (const table of tables) {
      for (const [verb, sql] of Object.entries(attempts)) {
        const state = await outcome(client, sql(table));
        if (state !== INSUFFICIENT_PRIVILEGE) passed.push(`${table.name} ${verb}`);
      }
    }
    const granted = [...grants].flatMap(([table, verbs]) => verbs.map((verb) => `${table} ${verb}`));
    expect(passed.sort()).toEqual(granted.sort());
  });

  it('fault 13 R22: cannot become anyone else, whatever SQL is injected', async () => {
    for (const other of [...logins.filter((name) => name !== login), OWNER, 'postgres']) {
      for (const sql of [
        `SET ROLE ${other}`,
        `RESET ROLE; SET ROLE ${other}`,
        `SET LOCAL ROLE ${other}`,
        `SET SESSION AUTHORIZATION ${other}`,
        `SELECT set_config('role', '${other}', false)`,
        `GRANT ${other} TO ${login}`,
      ]) {
        expect([sql, await outcome(client, sql)]).toEqual([sql, INSUFFICIENT_PRIVILEGE]);
      }
    }
  });

  it('R22: creates nothing, not even a temporary table', async () => {
    for (const sql of [
      'CREATE TABLE public.x ()',
      'CREATE TEMPORARY TABLE x ()',
      'CREATE SCHEMA x',
      'CREATE ROLE x',
      'CREATE DATABASE x',
      "COPY (SELECT 1) TO PROGRAM 'true'",
    ]) {
      const created = await client.query(sql).then(
        () => undefined,
        (error: unknown) => errorCode(error),
      );
      expect([sql, created]).toEqual([sql, INSUFFICIENT_PRIVILEGE]);
    }
  });
});

describe('all logins', () => {
  it('R22: are members of nothing and hold no attribute', async () => {
    const rows = await test.ownerQuery(
      `SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND
         (rolinherit OR rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication OR NOT rolcanlogin
          OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid))`,
      [logins],
    );
    expect(rows).toEqual([]);
  });

  it('R22: call no function but queues.enqueue, and that only where they produce', async () => {
    const rows = await test.ownerQuery<{ login: string; routine: string }>(
      `SELECT login, p.oid::regproc::text AS routine FROM pg_proc p
       JOIN pg_namespace n ON n.oid = pronamespace AND nspowner = $2::regrole, unnest($1::text[]) AS login
       WHERE has_schema_privilege(login, n.oid, 'USAGE') AND has_function_privilege(login, p.oid, 'EXECUTE')`,
      [logins, OWNER],
    );
    const producers = [...policy.roles.values()].filter(({ produces }) => produces.size > 0);
    expect(rows.map(({ login, routine }) => `${login} ${routine}`).sort()).toEqual(
      producers.map(({ login }) => `${login} queues.enqueue`).sort(),
    );
  });

  it('R22: share their tables with no login that the policy does not name', async () => {
    const rows = await test.ownerQuery(
      `SELECT rolname, relation.oid::regclass FROM pg_roles, pg_class relation
       WHERE rolname <> ALL($1) AND NOT rolsuper AND rolname !~ '^pg_'
         AND relation.oid = ANY($2::regclass[])
         AND has_table_privilege(rolname, relation.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')`,
      [[...logins, OWNER], tables.map(({ name }) => name).filter((name) => !name.startsWith('bullmq.'))],
    );
    expect(rows).toEqual([]);
  });

  it('R22: hold no privilege on single columns or on sequences', async () => {
    const columns = await test.ownerQuery(
      `SELECT attrelid::regclass, attname FROM pg_attribute, aclexplode(attacl)
       WHERE pg_get_userbyid(grantee) = ANY($1)`,
      [logins],
    );
    const sequences = await test.ownerQuery(
      `SELECT login, c.oid::regclass FROM pg_class c, unnest($1::text[]) AS login
       WHERE relkind = 'S' AND has_sequence_privilege(login, c.oid, 'USAGE, SELECT, UPDATE')`,
      [logins],
    );
    expect([...columns, ...sequences]).toEqual([]);
  });

  it('R22: own nothing; every object is the owner’s, as whom nobody can log in', async () => {
    const owners = await test.ownerQuery(
      `SELECT DISTINCT relowner::regrole::text AS owner FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
       WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
    );
    const [role] = await test.ownerQuery('SELECT rolcanlogin FROM pg_roles WHERE rolname = $1', [OWNER]);
    expect(owners).toEqual([{ owner: OWNER }]);
    expect(role).toEqual({ rolcanlogin: false });
  });

  it('are refused with a wrong password', async () => {
    const { host, port, database } = test.database;
    const client = new pg.Client({ host, port, database, user: 'order_agent', password: 'wrong' });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });
});

describe('audit.events', () => {
  it.each(['origin', 'replica'])(
    'R20: refuses its own owner a change (session_replication_role %s)',
    async (role) => {
      const client = new pg.Client({ connectionString: test.adminUrl });
      await client.connect();
      await client.query(`SET session_replication_role = ${role}; SET ROLE ${OWNER}`);
      for (const sql of [
        'UPDATE audit.events SET agent = agent',
        'DELETE FROM audit.events',
        'TRUNCATE audit.events',
        'TRUNCATE audit.events CASCADE',
      ]) {
        await expect(client.query(sql)).rejects.toThrow('audit.events is append-only');
      }
      await client.end();
    },
  );
});
