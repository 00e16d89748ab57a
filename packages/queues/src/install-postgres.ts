import type { AccessPolicy } from '@stockade/access';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { BULLMQ_SCHEMA } from './backend.js';
import { type PasswordOf, queueLogin } from './queue-roles.js';
import { grantsOfTakers, policiesOf, queueTables, type RowPolicy } from './row-security.js';
import { scramVerifier } from './scram.js';

/** BullMQ's schema, and for each identity that takes jobs a login that sees the rows of its queues alone. */
export async function installPostgresQueues(
  client: pg.Client,
  owner: string,
  policy: AccessPolicy,
  passwordOf: PasswordOf,
): Promise<void> {
  const takers = [...policy.identities.values()].filter(
    ({ consumes, collects }) => consumes.size + collects.size > 0,
  );
  const logins = takers.map(({ name }) => queueLogin(name));
  for (const { name } of takers) await ensureLogin(client, queueLogin(name), await passwordOf(name));
  await openDatabase(client, owner, logins);
  await client.query(`SET ROLE ${owner}`);
  await runMigrations(client, BULLMQ_SCHEMA);
  await client.query('BEGIN');
  await client.query([...(await rowSecurity(client)), ...grantsOfTakers(logins)].join(';\n'));
  await applyPolicies(
    client,
    takers.flatMap((taker) => policiesOf(queueLogin(taker.name), taker)),
  );
  await client.query('COMMIT; RESET ROLE');
}

async function ensureLogin(client: pg.Client, login: string, password: string): Promise<void> {
  const { rows } = await client.query<{ verifier: string | null }>(
    'SELECT rolpassword AS verifier FROM pg_authid WHERE rolname = $1',
    [login],
  );
  const there = rows[0]?.verifier ?? undefined;
  const wanted = await scramVerifier(password, there);
  if (there === wanted) return;
  if (rows.length === 0) await client.query(`CREATE ROLE ${login} LOGIN NOINHERIT`);
  await client.query(`ALTER ROLE ${login} PASSWORD ${pg.escapeLiteral(wanted)}`);
}

async function openDatabase(client: pg.Client, owner: string, logins: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
  const name = rows[0]?.name;
  await client.query(`GRANT CREATE ON DATABASE ${name} TO ${owner}`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${[owner, ...logins].join(', ')}`);
}

/** Switching it on takes an exclusive lock, so only where it is off. */
async function rowSecurity(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = $1::regnamespace AND relname = ANY($2) AND NOT relrowsecurity`,
    [BULLMQ_SCHEMA, queueTables.map(({ name }) => name)],
  );
  return rows.map(({ name }) => `ALTER TABLE ${BULLMQ_SCHEMA}.${name} ENABLE ROW LEVEL SECURITY`);
}

/** Postgres prints a rule back in its own words, so each policy carries the rule that made it as a comment. */
async function applyPolicies(client: pg.Client, wanted: readonly RowPolicy[]): Promise<void> {
  const { rows } = await client.query<{ table: string; name: string; is: string | null }>(
    `SELECT c.relname AS table, p.polname AS name, obj_description(p.oid, 'pg_policy') AS is
     FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = $1::regnamespace`,
    [BULLMQ_SCHEMA],
  );
  const named = (table: string, name: string) => `${name} ON ${BULLMQ_SCHEMA}.${table}`;
  const there = new Map(rows.map((row) => [named(row.table, row.name), row.is]));
  const stays = new Set(wanted.map((one) => named(one.table, one.name)));
  for (const name of there.keys()) {
    if (!stays.has(name)) await client.query(`DROP POLICY ${name}`);
  }
  for (const one of wanted) {
    const name = named(one.table, one.name);
    if (there.get(name) === one.rule) continue;
    await client.query(`DROP POLICY IF EXISTS ${name}; CREATE POLICY ${name} ${one.rule};`);
    await client.query(`COMMENT ON POLICY ${name} IS '${one.rule.replaceAll("'", "''")}'`);
  }
}
