import { ForwardMigration } from './forward-migration.js';

/** Whoever means to do the same thing again asks under another name; without one, an equal request is a repetition. */
export class ApprovalIntention extends ForwardMigration {
  readonly name = 'approval-intention-0000000000511';
  protected readonly sql = 'ALTER TABLE governance.approvals ADD COLUMN intention text';
}
