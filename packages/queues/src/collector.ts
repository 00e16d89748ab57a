import type { JobResult, JobSpec } from '@stockade/contracts';
import type { Job } from 'bullmq';
import { type JobQueue, openBackend } from './backend.js';
import type { QueueConnection } from './connection.js';
import { pause, within } from './within.js';

export interface CollectorOptions<J extends JobSpec> {
  readonly connection: QueueConnection;
  /** A job with a result. */
  readonly job: J;
  /** Records a result; it may get the same one again, and recording it twice must do no harm. */
  readonly take: (result: JobResult<J>, jobId: string) => Promise<void>;
  readonly onError: (error: Error) => void;
}

export interface Collector {
  /** Ends after the result at hand. */
  close(): Promise<void>;
}

const BATCH = 100;
/** Asked again soon after a result, for others mostly follow; then ever more rarely. */
const SHORTEST_POLL_MS = 5;
const LONGEST_POLL_MS = 50;
const READY_WITHIN_MS = 30_000;

/**
 * Takes what the consumer of a job returned, oldest first: also what was returned while nobody collected. A
 * job is removed after its result was taken; where `take` fails it stays for the next round.
 * @throws Error when the queue does not answer within half a minute
 */
export async function collectResults<J extends JobSpec>(options: CollectorOptions<J>): Promise<Collector> {
  const stop = new AbortController();
  const queue = openBackend(options.connection).queue(options.job.queue);
  queue.on('error', options.onError);
  await within(READY_WITHIN_MS, queue.waitUntilReady(), `The queue ${options.job.queue} does not answer.`);
  const collecting = collectUntil(stop.signal, queue, options);
  return {
    close: async () => {
      stop.abort();
      await collecting;
      await queue.close();
    },
  };
}

async function collectUntil<J extends JobSpec>(
  stop: AbortSignal,
  queue: JobQueue,
  options: CollectorOptions<J>,
): Promise<void> {
  let wait = SHORTEST_POLL_MS;
  while (!stop.aborted) {
    const completed = await queue.getJobs(['completed'], 0, BATCH - 1, true).catch((error: Error) => {
      options.onError(error);
      return [];
    });
    let taken = 0;
    for (const job of completed) {
      if (stop.aborted) return;
      taken += await takeOne(job, options);
    }
    wait = taken > 0 ? SHORTEST_POLL_MS : Math.min(2 * wait, LONGEST_POLL_MS);
    if (taken === 0) await pause(wait, stop);
  }
}

async function takeOne<J extends JobSpec>(job: Job, options: CollectorOptions<J>): Promise<0 | 1> {
  try {
    const result = options.job.result?.safeParse(job.returnvalue);
    if (job.name === options.job.name && result?.success) {
      await options.take(result.data as JobResult<J>, job.id ?? '');
    } else {
      options.onError(new Error(`The result of ${job.name} ${job.id} is not one, and is dropped.`));
    }
    await job.remove();
    return 1;
  } catch (error) {
    options.onError(error instanceof Error ? error : new Error(String(error)));
    return 0;
  }
}
