import { ForwardMigration } from './forward-migration.js';

/** A record also names the client that acted for the agent, with a token exchanged for the agent's own. */
export class AuditThrough extends ForwardMigration {
  readonly name = 'audit-through-0000000000500';
  protected readonly sql = `
    ALTER TABLE audit.events ADD COLUMN through varchar(128);
  `;
}
