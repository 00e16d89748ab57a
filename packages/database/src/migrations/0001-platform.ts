import { ForwardMigration } from './forward-migration.js';

/** What belongs to no single API: the audit, the request limits and the jobs on their way to a queue. */
export class Platform extends ForwardMigration {
  readonly name = 'platform-0000000000001';
  protected readonly sql = `
    CREATE SCHEMA audit;
    CREATE TABLE audit.events (
      id uuid PRIMARY KEY,
      version smallint NOT NULL,
      at timestamptz(3) NOT NULL,
      service varchar(64) NOT NULL,
      agent varchar(128) NOT NULL,
      role varchar(64),
      action varchar(128) NOT NULL,
      resource varchar(1024) NOT NULL,
      result varchar(16) NOT NULL CHECK (result IN ('allowed', 'denied', 'failed', 'rate_limited')),
      reason varchar(64),
      status smallint NOT NULL CHECK (status BETWEEN 100 AND 599),
      request_id varchar(128) NOT NULL,
      trace_id varchar(64) NOT NULL,
      token_id_hash char(64) CHECK (token_id_hash !~ '[^0-9a-f]'),
      detail jsonb
    );
    CREATE INDEX events_by_agent ON audit.events (agent, at);
    CREATE INDEX events_by_time ON audit.events USING brin (at);

    CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit.events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.events
      FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
    -- Also where session_replication_role would silence triggers.
    ALTER TABLE audit.events ENABLE ALWAYS TRIGGER append_only;

    CREATE SCHEMA limits;
    -- The shape that RateLimiterPostgres of rate-limiter-flexible reads and writes.
    CREATE TABLE limits.buckets (
      key varchar(255) PRIMARY KEY,
      points integer NOT NULL DEFAULT 0,
      expire bigint
    );

    CREATE SCHEMA queues;
    -- Which login may enqueue to which queue: the access policy's "produces".
    CREATE TABLE queues.producers (
      login name NOT NULL,
      queue varchar(100) NOT NULL,
      PRIMARY KEY (login, queue)
    );
    -- Jobs that are committed and not yet in Redis.
    CREATE TABLE queues.outbox (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      queue varchar(100) NOT NULL,
      key varchar(255) NOT NULL,
      name varchar(100) NOT NULL,
      data jsonb NOT NULL,
      delay_ms bigint NOT NULL DEFAULT 0 CHECK (delay_ms >= 0),
      created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    -- Its body depends on the queue's backend; installQueues replaces it.
    CREATE FUNCTION queues.enqueue(queue text, key text, name text, data jsonb, delay_ms bigint) RETURNS void
    LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'no queue backend is installed' USING ERRCODE = 'object_not_in_prerequisite_state';
    END $$;
  `;
}
