import type { AuditEvent } from './event.js';

/** What each event has of its own: arrays, of which a statement makes one row for each event. */
const own: readonly [column: string, type: string, value: (event: AuditEvent) => unknown][] = [
  ['record_id', 'uuid', (event) => event.id],
  ['agent', 'text', (event) => event.agent],
  ['through', 'text', (event) => event.through],
  ['resource', 'text', (event) => event.resource],
  ['request_id', 'text', (event) => event.requestId],
  ['trace_id', 'text', (event) => event.traceId],
  ['token_id_hash', 'text', (event) => event.tokenIdHash],
];

/** What the events of one operation and role have in common. */
const common = ['service', 'role', 'action'] as const;
const [service, role, action] = common.map((_, index) => `$${own.length + index + 1}`);

/** What came of a row, in SQL. */
interface OutcomeText {
  readonly resource: string;
  readonly result: string;
  readonly reason: string;
  readonly status: string;
}

/**
 * For statements that do the work of many requests and record each: their first parameters are the events, each
 * of an operation and a role that all have in common, none with a detail.
 */
export const sharedRecords = {
  /** How many parameters the events take. */
  parameters: own.length + common.length,
  /** The parameter that names the operation. */
  action: `${action}::text`,
  columns: own.map(([column]) => column),
  /** For `unnest`. Behind a SELECT the planner does not see how long they are, and keeps one plan for all. */
  arrays: own.map(([, type], index) => `(SELECT $${index + 1}::${type}[])`),
  /** The values of the parameters. */
  values: (events: readonly AuditEvent[]): unknown[] => [
    ...own.map(([, , value]) => events.map(value)),
    ...common.map((name) => events[0]?.[name]),
  ],
  /** Records each row of `source`, which holds the columns. An event is of the time that is in its id. */
  insert(source: string, { resource, result, reason, status }: OutcomeText): string {
    return `INSERT INTO audit.events (id, version, at, service, agent, through, role, action, resource, result, reason,
        status, request_id, trace_id, token_id_hash)
      SELECT record_id, 1, uuid_extract_timestamp(record_id), ${service}, agent, through, ${role}, ${action}, ${resource},
        ${result}, ${reason}, ${status}, request_id, trace_id, token_id_hash FROM ${source}`;
  },
};
