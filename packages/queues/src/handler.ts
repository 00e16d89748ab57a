import type { JobPayload, JobResult, JobSpec } from '@stockade/contracts';
import { UnrecoverableError } from 'bullmq';
import type { JobEnvelope } from './enqueue.js';

export interface JobContext {
  /** The same at every try of a job, and another for every job: fit for an Idempotency-Key. */
  readonly jobId: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborted when the consumer stops and cannot wait any longer. */
  readonly signal: AbortSignal;
  /** W3C Trace Context of the change that the job tells of. */
  readonly traceparent: string | undefined;
}

/** A job and the one function that handles it; made by `handle`. */
export interface JobHandler {
  readonly job: JobSpec;
  /** @throws UnrecoverableError, which is not tried again, when the payload breaks the job's schema. */
  readonly perform: (envelope: JobEnvelope, context: Omit<JobContext, 'traceparent'>) => Promise<unknown>;
}

/** Ties a job to the function that handles it. A job may come more than once; the effect must not. */
export function handle<J extends JobSpec>(
  job: J,
  run: (payload: JobPayload<J>, context: JobContext) => Promise<JobResult<J>>,
): JobHandler {
  return {
    job,
    async perform(envelope, context) {
      const payload = job.payload.safeParse(envelope?.payload);
      if (!payload.success) {
        const faults = payload.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
        throw new UnrecoverableError(`The payload of ${job.name} is not valid: ${faults.join('; ')}`);
      }
      const result = await run(payload.data as JobPayload<J>, {
        ...context,
        traceparent: envelope.traceparent,
      });
      return job.result ? job.result.parse(result) : undefined;
    },
  };
}

/**
 * The handlers of a consumer by queue, then by job name.
 * @throws Error that lists every job of its queues without exactly one handler, and every handler of a job
 * that is another's.
 */
export function handlersByQueue(
  consumer: string,
  jobs: readonly JobSpec[],
  handlers: readonly JobHandler[],
): Map<string, Map<string, JobHandler>> {
  const faults: string[] = [];
  const queues = new Map<string, Map<string, JobHandler>>();
  for (const { job } of handlers) {
    if (job.consumer !== consumer)
      faults.push(`${job.name} is consumed by ${job.consumer}, not by ${consumer}`);
  }
  for (const job of jobs.filter((candidate) => candidate.consumer === consumer)) {
    const own = handlers.filter((handler) => handler.job.name === job.name);
    const [handler] = own;
    if (own.length !== 1 || !handler) {
      faults.push(`${job.name} has ${own.length} handlers and needs one`);
      continue;
    }
    const queue = queues.get(job.queue) ?? new Map<string, JobHandler>();
    queues.set(job.queue, queue.set(job.name, handler));
  }
  if (faults.length > 0)
    throw new Error(`The handlers of ${consumer} do not fit its jobs: ${faults.join('; ')}.`);
  if (queues.size === 0) throw new Error(`${consumer} consumes no queue.`);
  return queues;
}
