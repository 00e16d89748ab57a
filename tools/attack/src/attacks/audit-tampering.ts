import type { Attempt } from '../attempt.js';
import type { Platform } from '../platform.js';
import { countOf, tryEach } from './database-logins.js';
import { PostgresSession } from './postgres-session.js';

const tampering = [
  "UPDATE audit.events SET result = 'allowed'",
  'DELETE FROM audit.events',
  'TRUNCATE audit.events',
];

/** Changing what was recorded, up to the owner of the table and the superuser. */
export function auditTampering({ database, secret }: Platform): Attempt[] {
  const attempt = (
    attacker: string,
    what: string,
    sql: readonly string[],
    open: () => Promise<PostgresSession>,
  ): Attempt => ({
    area: 'audit tampering',
    attacker,
    attempt: what,
    expected: countOf('denied', sql.length),
    run: async () => {
      const session = await open();
      return tryEach(session, sql).finally(() => session.close());
    },
  });
  const admin = () => PostgresSession.open(database.adminUrl);
  const writer = () =>
    PostgresSession.open(database.adminUrl, {
      user: 'audit_writer',
      password: secret('postgres/audit_writer'),
    });
  const asOwner = tampering.map((statement) => `SET LOCAL ROLE stockade_owner; ${statement}`);
  const silenced = tampering.map(
    (statement) => `SET LOCAL session_replication_role = 'replica'; ${statement}`,
  );
  return [
    attempt('audit_writer', 'reads the records', ['SELECT count(*) FROM audit.events'], writer),
    attempt('audit_writer', 'UPDATE, DELETE, TRUNCATE', tampering, writer),
    attempt('stockade_owner', 'UPDATE, DELETE, TRUNCATE as the owner of the table', asOwner, admin),
    attempt('administrator', 'UPDATE, DELETE, TRUNCATE', tampering, admin),
    attempt('administrator', 'the same, with triggers silenced', silenced, admin),
  ];
}
