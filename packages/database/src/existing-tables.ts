import type { AccessPolicy, Grants } from '@stockade/access';
import type pg from 'pg';

/** The policy without grants on tables that no migration has created. */
export async function onExistingTables(admin: pg.Client, policy: AccessPolicy): Promise<AccessPolicy> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables`,
  );
  const tables = new Set(rows.map(({ name }) => name));
  const existing = (grants: Grants): Grants => new Map([...grants].filter(([table]) => tables.has(table)));
  return {
    ...policy,
    roles: new Map(
      [...policy.roles].map(([name, role]) => [name, { ...role, grants: existing(role.grants) }]),
    ),
    logins: new Map(
      [...policy.logins].map(([name, one]) => [name, { ...one, grants: existing(one.grants) }]),
    ),
  };
}
