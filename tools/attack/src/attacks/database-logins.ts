import type { Attempt, Outcome } from '../attempt.js';
import type { Platform } from '../platform.js';
import { PostgresSession } from './postgres-session.js';

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly column: string;
}

const tablesOf = `
  SELECT DISTINCT ON (1, 2) n.nspname AS schema, c.relname AS name, quote_ident(a.attname) AS column
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.attidentity = '' AND a.attgenerated = ''
  WHERE c.relkind = 'r' AND n.nspname IN ('inventory', 'orders', 'shipments', 'audit', 'limits', 'queues')
  ORDER BY 1, 2, a.attnum`;

const statements = {
  select: ({ schema, name }: Table) => `SELECT count(*) FROM ${schema}.${name}`,
  insert: ({ schema, name }: Table) => `INSERT INTO ${schema}.${name} DEFAULT VALUES`,
  update: ({ schema, name, column }: Table) =>
    `UPDATE ${schema}.${name} SET ${column} = ${column} WHERE false`,
  delete: ({ schema, name }: Table) => `DELETE FROM ${schema}.${name} WHERE false`,
  truncate: ({ schema, name }: Table) => `TRUNCATE ${schema}.${name} CASCADE`,
};

const beyondTables: Readonly<Record<string, string>> = {
  'reads the passwords of the logins': 'SELECT rolpassword FROM pg_authid',
  'becomes the superuser': 'SET SESSION AUTHORIZATION postgres',
  'makes itself a superuser': 'ALTER ROLE CURRENT_USER SUPERUSER',
  'makes a login': 'CREATE ROLE intruder LOGIN',
  'makes a table': 'CREATE TABLE public.loot (line text)',
  'runs a program': "COPY (SELECT 1) TO PROGRAM 'true'",
  'reads a file of the server': "SELECT pg_read_file('postgresql.conf')",
  'ends the sessions of others':
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user',
  'silences the triggers': "SET session_replication_role = 'replica'",
};

/** Somebody with the database password of an agent's role, past the API. */
export async function databaseLogins(platform: Platform): Promise<Attempt[]> {
  const { policy, agents, database } = platform;
  const admin = await PostgresSession.open(database.adminUrl);
  const tables = await admin.rows<Table>(tablesOf).finally(() => admin.close());
  const logins = [...policy.roles.values()]
    .map(({ login }) => login)
    .concat(...policy.logins.keys(), 'stockade_owner');
  return agents.flatMap(({ role: roleName }) => {
    const role = policy.roles.get(roleName);
    if (role === undefined) return [];
    const { login, grants } = role;
    const granted = ({ schema, name }: Table, verb: string) =>
      (grants.get(`${schema}.${name}`) ?? []).some((one) => one === verb);
    const attempt = (what: string, sql: readonly string[]) => denied(platform, login, what, sql);
    const ungranted = (schema: string) =>
      tables
        .filter((table) => table.schema === schema)
        .flatMap((table) =>
          Object.entries(statements).flatMap(([verb, sql]) => (granted(table, verb) ? [] : [sql(table)])),
        );
    const others = logins.filter((other) => other !== login).map((other) => `SET ROLE ${other}`);
    return [
      ...[...new Set(tables.map(({ schema }) => schema))].map((schema) =>
        attempt(`everything ungranted in ${schema}`, ungranted(schema)),
      ),
      attempt('SET ROLE to every other login', others),
      ...Object.entries(beyondTables).map(([what, sql]) => attempt(what, [sql])),
    ];
  });
}

function denied(platform: Platform, login: string, attempt: string, sql: readonly string[]): Attempt {
  return {
    area: 'database login',
    attacker: login,
    attempt,
    expected: countOf('denied', sql.length),
    run: async () => {
      const password = platform.secret(`postgres/${login}`);
      const session = await PostgresSession.open(platform.database.adminUrl, { user: login, password });
      return tryEach(session, sql).finally(() => session.close());
    },
  };
}

/** Tries statements one by one, each in a transaction that is undone. */
export async function tryEach(session: PostgresSession, sql: readonly string[]): Promise<Outcome> {
  const counts = new Map<string, number>();
  for (const statement of sql) {
    const result = await session.attempt(statement);
    counts.set(result, (counts.get(result) ?? 0) + 1);
  }
  const happened = [...counts].map(([result, count]) => countOf(result, count)).join(', ');
  return { happened, held: counts.size === 1 && counts.has('denied') };
}

export const countOf = (result: string, count: number): string =>
  count === 1 ? result : `${count} ${result}`;
