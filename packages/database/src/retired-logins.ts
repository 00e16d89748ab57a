import pg from 'pg';

const { escapeIdentifier, escapeLiteral } = pg;

const MARK = 'Login of the access policy';

/** Marks a login as one of the policy's, so that it is found again when the policy no longer names it. */
export const markLogin = (login: string): string =>
  `COMMENT ON ROLE ${escapeIdentifier(login)} IS ${escapeLiteral(MARK)}`;

/**
 * Shuts out every login that an earlier policy named and this one does not: its rights, its password and its
 * sessions end. (A session outlives even the end of its role, unless it is terminated.)
 */
export async function retireLogins(admin: pg.Client, current: readonly string[]): Promise<void> {
  const { rows } = await admin.query<{ login: string }>(
    `SELECT rolname AS login FROM pg_roles
     WHERE shobj_description(oid, 'pg_authid') = $1 AND rolcanlogin AND rolname <> ALL($2)`,
    [MARK, current],
  );
  for (const { login } of rows) {
    const role = escapeIdentifier(login);
    // It owns nothing, so DROP OWNED takes away its rights and nothing else.
    await admin.query(`ALTER ROLE ${role} NOLOGIN PASSWORD NULL; DROP OWNED BY ${role}`);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [login]);
  }
}
