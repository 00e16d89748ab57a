import type { JobPayload, JobSpec } from '@stockade/contracts';

/** What enqueues: a unit of work, or a `pg` client inside a transaction. */
export interface Enqueuing {
  query(statement: { readonly name: string; readonly text: string }, values: unknown[]): Promise<unknown>;
}

export interface EnqueueOptions {
  /** The job waits at least this long, from now. */
  readonly delaySeconds?: number;
  /** W3C Trace Context of the change that the job tells of. */
  readonly traceparent?: string;
}

const statement = { name: 'queues.enqueue', text: 'SELECT queues.enqueue($1, $2, $3, $4, $5)' };

/**
 * Enqueues a job with the change it tells of: it exists once the caller's transaction commits, and never
 * otherwise. A job of the same key that still waits is enough; one that is already being handled is
 * followed by this one.
 * @throws ZodError when the payload breaks the job's schema; Postgres error 42501 when the login that runs
 * the transaction does not produce for the queue.
 */
export async function enqueue<J extends JobSpec>(
  unit: Enqueuing,
  job: J,
  payload: JobPayload<J>,
  options: EnqueueOptions = {},
): Promise<void> {
  const data: JobEnvelope = {
    payload: job.payload.parse(payload),
    ...(options.traceparent ? { traceparent: options.traceparent } : {}),
  };
  const key = job.key(payload as never);
  const delayMs = Math.round((options.delaySeconds ?? 0) * 1000);
  await unit.query(statement, [job.queue, key, job.name, JSON.stringify(data), delayMs]);
}

/** What a job carries in its queue. */
export interface JobEnvelope {
  readonly payload: unknown;
  readonly traceparent?: string;
}
