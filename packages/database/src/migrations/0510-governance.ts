import { ForwardMigration } from './forward-migration.js';
import { idempotencyKeys } from './idempotency-keys.js';

/**
 * What agents asked people for, and what became of it. Each step is a row of its own, so that a login can be
 * given one step and not another: whoever asks holds no right to decide.
 */
export class Governance extends ForwardMigration {
  readonly name = 'governance-0000000000510';
  protected readonly sql = `
    CREATE SCHEMA governance;

    CREATE TABLE governance.approvals (
      id uuid PRIMARY KEY,
      agent text NOT NULL,
      through text,
      operation text NOT NULL,
      input jsonb NOT NULL,
      digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
      reason text NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      CHECK (expires_at BETWEEN requested_at AND requested_at + interval '5 minutes'),
      -- A decision names the asker too, so that its own row can forbid that it is the decider.
      UNIQUE (id, agent)
    );
    CREATE INDEX approvals_by_agent ON governance.approvals (agent, expires_at);

    CREATE TABLE governance.presentations (
      approval_id uuid NOT NULL REFERENCES governance.approvals,
      number integer NOT NULL CHECK (number > 0),
      presented_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (approval_id, number)
    );

    CREATE TABLE governance.decisions (
      approval_id uuid PRIMARY KEY,
      agent text NOT NULL,
      decision text NOT NULL CHECK (decision IN ('approved', 'rejected')),
      decided_by text NOT NULL,
      note text,
      decided_at timestamptz NOT NULL DEFAULT now(),
      FOREIGN KEY (approval_id, agent) REFERENCES governance.approvals (id, agent),
      -- Whoever asked never decides, whatever the API says.
      CONSTRAINT asker_does_not_decide CHECK (decided_by <> agent)
    );

    CREATE TABLE governance.consumptions (
      approval_id uuid PRIMARY KEY REFERENCES governance.decisions,
      consumed_at timestamptz NOT NULL DEFAULT now()
    );

    ${idempotencyKeys('governance')}
  `;
}
