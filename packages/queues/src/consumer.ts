import { type JobSpec, jobs as platformJobs } from '@stockade/contracts';
import { type Job, UnrecoverableError } from 'bullmq';
import { type JobWorker, openBackend, type QueueBackend } from './backend.js';
import type { QueueConnection } from './connection.js';
import type { JobEnvelope } from './enqueue.js';
import { handlersByQueue, type JobHandler } from './handler.js';
import { ATTEMPTS, retryDelay } from './retry.js';
import { within } from './within.js';

/** What happens to jobs, for metrics and logs. `broken`: the queue is lost, and the consumer has stopped. */
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

export interface ConsumerOptions {
  /** Identity of access.yaml that the handlers belong to. */
  readonly consumer: string;
  readonly connection: QueueConnection;
  readonly handlers: readonly JobHandler[];
  /** Jobs at a time in each queue; 1 where none is given. */
  readonly concurrency?: number;
  readonly onEvent: (event: ConsumerEvent) => void;
  /** All jobs there are; those of @stockade/contracts where none are given. */
  readonly jobs?: readonly JobSpec[];
}

export interface Consumer {
  /** Takes no more jobs, waits for those at hand, at most `graceMs`; what is left is delivered again. */
  close(graceMs?: number): Promise<void>;
}

// A killed worker's jobs are taken up after the lock and up to two checks: about ten seconds.
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = 2_500;
const RECONNECT_MS = 1_000;
const READY_WITHIN_MS = 30_000;
const CLOSE_WITHIN_MS = 10_000;
const ERRORS_PER_SECOND = 20;

/**
 * Handles the jobs of every queue that `consumer` consumes, at least once each, until it is closed.
 * @throws Error when handlers and jobs do not fit, or when the queue does not answer within half a minute.
 */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const queues = handlersByQueue(
    options.consumer,
    options.jobs ?? Object.values(platformJobs),
    options.handlers,
  );
  const backend = openBackend(options.connection);
  const workers = [...queues].map(([queue, handlers]) => openWorker(backend, queue, handlers, options));
  try {
    // A worker that runs before it is ready never recovers, or spins.
    await within(
      READY_WITHIN_MS,
      Promise.all(workers.map((worker) => worker.waitUntilReady())),
      `The queue of ${options.consumer} does not answer.`,
    );
  } catch (error) {
    await Promise.allSettled(workers.map((worker) => worker.close(true)));
    throw error;
  }
  for (const worker of workers) worker.run().catch(() => undefined);
  return {
    close: async (graceMs = CLOSE_WITHIN_MS) => {
      await Promise.all(workers.map((worker) => closeWorker(worker, graceMs)));
    },
  };
}

function openWorker(
  backend: QueueBackend,
  queue: string,
  handlers: ReadonlyMap<string, JobHandler>,
  { concurrency = 1, onEvent }: ConsumerOptions,
): JobWorker {
  const worker = backend.worker(queue, (job, _token, signal) => perform(handlers, job, signal), {
    autorun: false,
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    runRetryDelay: RECONNECT_MS,
    maxStalledCount: ATTEMPTS - 1,
    settings: { backoffStrategy: (attemptsMade) => retryDelay(attemptsMade) },
    // Results wait for their collector; of other jobs nothing needs to be kept.
    ...([...handlers.values()].some((handler) => handler.job.result)
      ? {}
      : { removeOnComplete: { count: 0 } }),
  });
  report(worker, queue, onEvent);
  return worker;
}

function perform(
  handlers: ReadonlyMap<string, JobHandler>,
  job: Job<JobEnvelope>,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const handler = handlers.get(job.name);
  if (!handler) throw new UnrecoverableError(`There is no job ${job.name} in this queue.`);
  return handler.perform(job.data, {
    jobId: job.id ?? '',
    attempt: job.attemptsMade + 1,
    signal: signal ?? new AbortController().signal,
  });
}

function report(worker: JobWorker, queue: string, onEvent: ConsumerOptions['onEvent']): void {
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

async function closeWorker(worker: JobWorker, graceMs: number): Promise<void> {
  const closed = worker.close();
  const late = () => worker.cancelAllJobs('the consumer is stopping');
  const timer = setTimeout(late, graceMs);
  await within(graceMs + 2_000, closed, 'The jobs at hand did not end.').catch(() => undefined);
  clearTimeout(timer);
}
