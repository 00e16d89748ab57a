import { readFile } from 'node:fs/promises';
import type { AccessPolicy } from '@stockade/access';
import pg from 'pg';
import { markLogin } from './retired-logins.js';
import { scramVerifier } from './scram.js';

const { escapeIdentifier, escapeLiteral } = pg;

/** Owns every table; no process can log in as it. */
export const OWNER = 'stockade_owner';
const CONNECTION_LIMIT = 50;
const WITHOUT_PRIVILEGES = 'NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

/** Every Postgres login of the policy: one for each role, and the platform's own. */
export function loginsOf(policy: AccessPolicy): string[] {
  return [...[...policy.roles.values()].map(({ login }) => login), ...policy.logins.keys()];
}

/** Creates or corrects the owner and every login; a login is a member of nothing. */
export async function ensureLogins(
  admin: pg.Client,
  policy: AccessPolicy,
  passwordFile: (login: string) => string,
): Promise<void> {
  const logins = loginsOf(policy);
  const statements = await Promise.all(
    logins.map(async (login) => {
      const verifier = await scramVerifier((await readFile(passwordFile(login), 'utf8')).trim());
      return (
        `ALTER ROLE ${escapeIdentifier(login)} LOGIN ${WITHOUT_PRIVILEGES} ` +
        `CONNECTION LIMIT ${CONNECTION_LIMIT} PASSWORD ${escapeLiteral(verifier)}`
      );
    }),
  );
  const missing = await missingRoles(admin, [OWNER, ...logins]);
  await admin.query(
    [
      ...missing.map((role) => `CREATE ROLE ${escapeIdentifier(role)}`),
      `ALTER ROLE ${OWNER} NOLOGIN ${WITHOUT_PRIVILEGES}`,
      ...statements,
      ...logins.map(markLogin),
      ...(await membershipRevocations(admin, logins)),
    ].join(';\n'),
  );
}

async function missingRoles(admin: pg.Client, roles: readonly string[]): Promise<string[]> {
  const { rows } = await admin.query<{ rolname: string }>(
    'SELECT rolname FROM pg_roles WHERE rolname = ANY($1)',
    [roles],
  );
  const existing = new Set(rows.map(({ rolname }) => rolname));
  return roles.filter((role) => !existing.has(role));
}

async function membershipRevocations(admin: pg.Client, logins: readonly string[]): Promise<string[]> {
  const { rows } = await admin.query<{ revocation: string }>(
    `SELECT format('REVOKE %s FROM %s CASCADE', roleid::regrole, member::regrole) AS revocation
     FROM pg_auth_members WHERE member::regrole::text = ANY($1)`,
    [logins],
  );
  return rows.map(({ revocation }) => revocation);
}
