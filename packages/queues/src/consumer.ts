import { type JobSpec, jobs as platformJobs } from '@stockade/contracts';
import { type Job, UnrecoverableError } from 'bullmq';
import { type JobWorker, openBackend, type QueueBackend } from './backend.js';
import type { QueueConnection } from './connection.js';
import { type ConsumerEvent, reportEvents } from './consumer-events.js';
import type { JobEnvelope } from './enqueue.js';
import { handlersByQueue, type JobHandler } from './handler.js';
import { ATTEMPTS, retryDelay } from './retry.js';
import { within } from './within.js';

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
  reportEvents(worker, queue, onEvent);
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

async function closeWorker(worker: JobWorker, graceMs: number): Promise<void> {
  const closed = worker.close();
  const late = () => worker.cancelAllJobs('the consumer is stopping');
  const timer = setTimeout(late, graceMs);
  await within(graceMs + 2_000, closed, 'The jobs at hand did not end.').catch(() => undefined);
  clearTimeout(timer);
}
