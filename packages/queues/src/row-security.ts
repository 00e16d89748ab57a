import type { Identity } from '@stockade/access';
import { BULLMQ_SCHEMA } from './backend.js';

export interface RowPolicy {
  readonly table: string;
  readonly name: string;
  /** What follows CREATE POLICY … ON …. */
  readonly rule: string;
}

/**
 * BullMQ's tables with the column that names the queue, and what a consumer may do there. It may not change
 * what a job says, nor add one, save those that a producer left for after the active one (`dedup_next`).
 */
export const queueTables = [
  { name: 'job', queue: 'queue', verbs: 'SELECT, INSERT, DELETE' },
  { name: 'job_log', queue: 'queue', verbs: 'SELECT, INSERT, DELETE' },
  { name: 'job_dependency', queue: 'parent_queue', verbs: 'SELECT, UPDATE, DELETE' },
  { name: 'event', queue: 'queue', verbs: 'SELECT, INSERT, DELETE' },
  { name: 'meta', queue: 'queue', verbs: 'SELECT, INSERT, UPDATE' },
  { name: 'metrics', queue: 'queue', verbs: 'SELECT, INSERT, UPDATE' },
  { name: 'rate_limit', queue: 'queue', verbs: 'SELECT, INSERT, UPDATE, DELETE' },
  { name: 'dedup', queue: 'queue', verbs: 'SELECT, INSERT, UPDATE, DELETE' },
  { name: 'dedup_next', queue: 'queue', verbs: 'SELECT, DELETE' },
  { name: 'scheduler', queue: 'queue', verbs: 'SELECT' },
] as const;

/** Columns of a job that its consumer changes: its state, never what it says. */
const changeable = `state, seq, priority, delay_ms, attempts_made, attempts_started, progress, return_value,
  failed_reason, stacktrace, deferred_failure, processed_by, process_at_ms, processed_at_ms, finished_at_ms,
  lock_token, locked_until_ms, stalled_count, stalled_marked, pending_deps`;

const left = `EXISTS (SELECT FROM ${BULLMQ_SCHEMA}.dedup_next n WHERE n.queue = job.queue AND n.dedup_id = job.dedup_id
  AND n.payload->>'jobId' = job.id AND n.payload->>'name' = job.name AND n.payload->'data' = job.data)`;

/** Table privileges, the same for every login; which rows they reach the policies say. */
export function grantsOfTakers(logins: readonly string[]): string[] {
  if (logins.length === 0) return [];
  const to = logins.join(', ');
  return [
    `GRANT USAGE ON SCHEMA ${BULLMQ_SCHEMA} TO ${to}`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${BULLMQ_SCHEMA} TO ${to}`,
    `GRANT SELECT ON ${BULLMQ_SCHEMA}.migration TO ${to}`,
    `GRANT USAGE ON SEQUENCE ${BULLMQ_SCHEMA}.job_seq, ${BULLMQ_SCHEMA}.event_seq TO ${to}`,
    `GRANT UPDATE (${changeable}) ON ${BULLMQ_SCHEMA}.job TO ${to}`,
    ...queueTables.map((table) => `GRANT ${table.verbs} ON ${BULLMQ_SCHEMA}.${table.name} TO ${to}`),
  ];
}

/** Row policies of one login: all of its queues' rows; of the queues that it collects, completed jobs alone. */
export function policiesOf(login: string, identity: Pick<Identity, 'consumes' | 'collects'>): RowPolicy[] {
  const policies: RowPolicy[] = [];
  const add = (table: string, act: string, rule: string) =>
    policies.push({ table, name: `${login}_${act}`, rule });
  if (identity.consumes.size > 0) {
    const own = oneOf(identity.consumes);
    for (const { name, queue } of queueTables.filter((table) => table.name !== 'job')) {
      add(name, 'consumes', `TO ${login} USING (${queue} IN ${own}) WITH CHECK (${queue} IN ${own})`);
    }
    add('job', 'takes', `FOR SELECT TO ${login} USING (queue IN ${own})`);
    add('job', 'moves', `FOR UPDATE TO ${login} USING (queue IN ${own}) WITH CHECK (queue IN ${own})`);
    add('job', 'removes', `FOR DELETE TO ${login} USING (queue IN ${own})`);
    add('job', 'follows', `FOR INSERT TO ${login} WITH CHECK (queue IN ${own} AND ${left})`);
  }
  if (identity.collects.size > 0) {
    const completed = `queue IN ${oneOf(identity.collects)} AND state = 'completed'`;
    add('job', 'reads_results', `FOR SELECT TO ${login} USING (${completed})`);
    add('job', 'takes_results', `FOR DELETE TO ${login} USING (${completed})`);
  }
  return policies;
}

const oneOf = (queues: ReadonlySet<string>) =>
  `(${[...queues]
    .sort()
    .map((queue) => `'${queue}'`)
    .join(', ')})`;
