/** The table in which an API keeps the first answer to each Idempotency-Key, in the schema of its own. */
export const idempotencyKeys = (schema: string): string => `
  CREATE TABLE ${schema}.idempotency_keys (
    agent text NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    body_hash bytea NOT NULL,
    status smallint NOT NULL,
    answer jsonb,
    etag text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agent, key)
  );
`;
