import { ForwardMigration } from './forward-migration.js';

/** The denials of a day are read for the alerts; what was allowed, nearly all of the audit, pays nothing for it. */
export class AuditDenials extends ForwardMigration {
  readonly name = 'audit-denials-0000000000540';
  protected readonly sql = `
    CREATE INDEX denials_by_time ON audit.events (at, agent) WHERE result = 'denied';
  `;
}
