import { asAdmin } from './admin-database.js';

/** A row of `audit.events`, as JSON. */
export interface AuditRecord {
  readonly id: string;
  readonly at: string;
  readonly service: string;
  readonly agent: string;
  readonly through: string | null;
  readonly role: string | null;
  readonly action: string;
  readonly resource: string;
  readonly result: string;
  readonly reason: string | null;
  readonly status: number;
  readonly request_id: string;
  readonly trace_id: string;
  readonly token_id_hash: string | null;
  readonly detail: object | null;
}

const recordsOf = `
  SELECT request_id, service, jsonb_agg(to_jsonb(e)) AS records FROM audit.events e
  WHERE request_id = ANY($1) AND at > now() - interval '10 minutes' GROUP BY request_id, service`;

interface Row {
  readonly request_id: string;
  readonly service: string;
  readonly records: readonly AuditRecord[];
}

/** The records of each request at one service, by request id. */
export async function auditTrail(
  requestIds: readonly string[],
  service: string,
): Promise<ReadonlyMap<string, readonly AuditRecord[]>> {
  const rows = await asAdmin<Row>(recordsOf, [requestIds]);
  return new Map(rows.filter((row) => row.service === service).map((row) => [row.request_id, row.records]));
}
