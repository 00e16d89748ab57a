import type { AuditEvent } from './event.js';

/** Columns of `audit.events` in their order, with their types and where their values come from. */
const columns: readonly [name: string, type: string, value: (event: AuditEvent) => unknown][] = [
  ['id', 'uuid', (event) => event.id],
  ['version', 'smallint', (event) => event.version],
  ['at', 'timestamptz', (event) => event.at],
  ['service', 'text', (event) => event.service],
  ['agent', 'text', (event) => event.agent],
  ['through', 'text', (event) => event.through],
  ['role', 'text', (event) => event.role],
  ['action', 'text', (event) => event.action],
  ['resource', 'text', (event) => event.resource],
  ['result', 'text', (event) => event.result],
  ['reason', 'text', (event) => event.reason],
  ['status', 'smallint', (event) => event.status],
  ['request_id', 'text', (event) => event.requestId],
  ['trace_id', 'text', (event) => event.traceId],
  ['token_id_hash', 'text', (event) => event.tokenIdHash],
  ['detail', 'jsonb', ({ detail }) => (detail === null ? null : JSON.stringify(detail))],
];

const into = `INSERT INTO audit.events (${columns.map(([name]) => name).join(', ')})`;

const insertOne = {
  name: 'audit_insert',
  text: `${into} VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
};

/** For a batch of one, which is planned once where the lengths of arrays are planned for each time. */
const insertOnce = { name: 'audit_insert_once', text: `${insertOne.text} ON CONFLICT DO NOTHING` };

/**
 * A batch is sent again where its connection broke and nobody knows whether it was committed: its ids say what
 * is there. (No conflict target: naming one would need SELECT, which no writer has.)
 */
const insertMany = {
  name: 'audit_insert_batch',
  text: `${into} SELECT * FROM unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
         ON CONFLICT DO NOTHING`,
};

/** Whatever runs a prepared statement: a unit of work, or a connection. */
export interface StatementClient {
  query(
    statement: { readonly name: string; readonly text: string },
    values: readonly unknown[],
  ): Promise<unknown>;
}

/** Records an event inside the caller's transaction: the change and its record are committed together. */
export async function insertAuditEvent(client: StatementClient, event: AuditEvent): Promise<void> {
  await client.query(insertOne, valuesOf(event));
}

/** Records all events or none; one that is recorded already is left as it is. */
export async function insertAuditEvents(
  client: StatementClient,
  events: readonly AuditEvent[],
): Promise<void> {
  const [only, ...others] = events;
  if (only && others.length === 0) {
    await client.query(insertOnce, valuesOf(only));
    return;
  }
  await client.query(
    insertMany,
    columns.map(([, , value]) => events.map(value)),
  );
}

const valuesOf = (event: AuditEvent): unknown[] => columns.map(([, , value]) => value(event));
