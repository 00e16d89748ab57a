import { ForwardMigration } from './forward-migration.js';

/** A job stays in the outbox until it is done, so that a Redis that lost its memory is given it again. */
export class OutboxUntilDone extends ForwardMigration {
  readonly name = 'outbox-until-done-0000000000400';
  protected readonly sql = `
    -- The run_id of the Redis that has the job.
    ALTER TABLE queues.outbox ADD COLUMN carried_to varchar(64);
    CREATE INDEX outbox_to_carry ON queues.outbox (id) WHERE carried_to IS NULL;
  `;
}
