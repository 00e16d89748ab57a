import type { Job } from 'bullmq';
import type { JobWorker } from './backend.js';

/**
 * What happens to jobs, for metrics and logs. `broken`: the queue is lost and the consumer takes nothing any
 * more; only a new start of the process can help.
 */
export type ConsumerEvent =
  | {
      readonly type: 'completed';
      readonly queue: string;
      readonly job: string;
      readonly jobId: string;
      readonly seconds: number;
    }
  | {
      readonly type: 'retried' | 'dead';
      readonly queue: string;
      readonly job: string;
      readonly jobId: string;
      readonly attempt: number;
      readonly error: Error;
    }
  | { readonly type: 'stalled'; readonly queue: string; readonly jobId: string }
  | { readonly type: 'error' | 'broken'; readonly queue: string; readonly error: Error };

const ERRORS_PER_SECOND = 20;

/** Tells of what happens to a worker, and stops it where it can only fail. */
export function reportEvents(
  worker: JobWorker,
  queue: string,
  onEvent: (event: ConsumerEvent) => void,
): void {
  const facts = (job: Job) => ({ queue, job: job.name, jobId: job.id ?? '' });
  const tooMany = rateGate(ERRORS_PER_SECOND);
  worker.on('completed', (job) => {
    const seconds = ((job.finishedOn ?? 0) - (job.processedOn ?? 0)) / 1000;
    onEvent({ type: 'completed', ...facts(job), seconds });
  });
  worker.on('failed', (job, error) => {
    if (!job) return;
    onEvent({ type: job.finishedOn ? 'dead' : 'retried', ...facts(job), attempt: job.attemptsMade, error });
  });
  worker.on('stalled', (jobId) => onEvent({ type: 'stalled', queue, jobId }));
  worker.on('error', (error) => {
    onEvent({ type: 'error', queue, error });
    // A login that lost its rights makes the worker ask again without a pause, for ever.
    if (!tooMany()) return;
    onEvent({ type: 'broken', queue, error });
    worker.close(true).catch(() => undefined);
  });
}

/** Answers true once, when it is asked more than `limit` times within a second. */
function rateGate(limit: number): () => boolean {
  let since = 0;
  let count = 0;
  return () => {
    if (Date.now() - since > 1000) {
      since = Date.now();
      count = 0;
    }
    count += 1;
    return count === limit + 1;
  };
}
