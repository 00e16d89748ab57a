import type { JobPayload, JobSpec } from '@stockade/contracts';

/** What enqueues: a unit of work, or a `pg` client inside a transaction. */
export interface Enqueuing {
  /** W3C Trace Context of the change that the job tells of. */
  readonly traceparent?: string | undefined;
  query(statement: { readonly name: string; readonly text: string }, values: unknown[]): Promise<unknown>;
}

export interface EnqueueOptions {
  /** The job waits at least this long, from now. */
  readonly delaySeconds?: number;
}

const statement = {
  name: 'queues.enqueue',
  text: `SELECT queues.enqueue($1, fact.key, $2, fact.data, $3)
         FROM unnest($4::text[], $5::jsonb[]) AS fact(key, data)`,
};

/**
 * Enqueues a job with the change it tells of: it exists once the caller's transaction commits, and never
 * otherwise. A job of the same key that still waits is enough; one that is already being handled is
 * followed by this one. The transaction reads committed data (Postgres' default isolation).
 * @throws ZodError when the payload breaks the job's schema; Postgres error 42501 when the login that runs
 * the transaction does not produce for the queue.
 */
export async function enqueue<J extends JobSpec>(
  unit: Enqueuing,
  job: J,
  payload: JobPayload<J>,
  options: EnqueueOptions = {},
): Promise<void> {
  await enqueueAll(unit, job, [payload], options);
}

/** Enqueues many payloads of one job in one statement, as `enqueue` does with one. */
export async function enqueueAll<J extends JobSpec>(
  unit: Enqueuing,
  job: J,
  payloads: readonly JobPayload<J>[],
  { delaySeconds = 0 }: EnqueueOptions = {},
): Promise<void> {
  if (payloads.length === 0) return;
  const facts = payloads.map((payload) => jobFact(job, payload, unit.traceparent));
  // Every transaction takes its keys in the same order, so that two of them never wait for each other.
  facts.sort((a, b) => (a.key < b.key ? -1 : 1));
  await unit.query(statement, [
    job.queue,
    job.name,
    Math.round(delaySeconds * 1000),
    facts.map(({ key }) => key),
    facts.map(({ data }) => data),
  ]);
}

/** What `queues.enqueue` is told of a job, by a statement that enqueues for many. @throws ZodError as `enqueue` */
export function jobFact<J extends JobSpec>(
  job: J,
  payload: JobPayload<J>,
  traceparent: string | undefined,
): { key: string; data: string } {
  const envelope: JobEnvelope = { payload: job.payload.parse(payload), ...(traceparent && { traceparent }) };
  return { key: job.key(payload as never), data: JSON.stringify(envelope) };
}

/** SQL that enqueues a job for each row of `source` that has a `job_key`, with its `job_data`; for a transaction. */
export const enqueueEach = ({ queue, name }: JobSpec, source: string): string =>
  `SELECT queues.enqueue('${queue}', job_key, '${name}', job_data, 0) FROM ${source} WHERE job_key IS NOT NULL`;

/** What a job carries in its queue. */
export interface JobEnvelope {
  readonly payload: unknown;
  readonly traceparent?: string;
}
