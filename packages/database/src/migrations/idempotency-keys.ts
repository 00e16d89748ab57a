/** The table in which an API keeps the first answer to each Idempotency-Key, in the schema of its own. */
export const idempotencyKeys = (schema: string): string => `
  CREATE TABLE ${schema}.idempotency_keys (
    agent text NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    body_hash bytea NOT NULL,
    status smallint NOT NULL,
    -- Not jsonb, which would sort its keys: a replay is the first answer, byte for byte.
    answer json,
    etag text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agent, key)
  );
  -- Answers are forgotten by their age.
  CREATE INDEX ON ${schema}.idempotency_keys USING brin (created_at);
`;
