import type { AuditEvent } from './event.js';

/** What each event has of its own. */
const own: readonly [column: string, type: string, value: (event: AuditEvent) => unknown][] = [
  ['record_id', 'uuid', (event) => event.id],
  ['agent', 'text', (event) => event.agent],
  ['through', 'text', (event) => event.through],
  ['resource', 'text', (event) => event.resource],
  ['request_id', 'text', (event) => event.requestId],
  ['trace_id', 'text', (event) => event.traceId],
  ['token_id_hash', 'text', (event) => event.tokenIdHash],
];

/** What came of a row, in SQL. */
interface OutcomeText {
  readonly resource: string;
  readonly result: string;
  readonly reason: string;
  readonly status: string;
}

/**
 * For statements that do the work of many requests and record each: events of an operation and a role that all have
 * in common, none with a detail.
 */
export const sharedRecords = {
  /** The first parameters: what all events have in common. */
  common: ({ service, role, action }: AuditEvent): unknown[] => [service, role, action],
  parameters: 3,
  /** The parameter that names the operation. */
  action: '$3::text',
  /** What each row of the source of `insert` holds of its event, with the types. */
  columns: Object.fromEntries(own.map(([column, type]) => [column, type])),
  /** The values of the columns. */
  valuesOf: (event: AuditEvent): unknown[] => own.map(([, , value]) => value(event)),
  /** Records each row of `source`, which holds the columns. An event is of the time that is in its id. */
  insert(source: string, { resource, result, reason, status }: OutcomeText): string {
    return `INSERT INTO audit.events (id, version, at, service, agent, through, role, action, resource, result, reason,
        status, request_id, trace_id, token_id_hash)
      SELECT record_id, 1, uuid_extract_timestamp(record_id), $1, agent, through, $2, $3, ${resource},
        ${result}, ${reason}, ${status}, request_id, trace_id, token_id_hash FROM ${source}`;
  },
};
