import { type JobQueue, openBackend } from './backend.js';
import type { QueueAdmin } from './connection.js';

export interface QueueDepth {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** Dead letters. */
  readonly failed: number;
  /** Results that wait for their collector. */
  readonly completed: number;
}

/** A job that was tried for the last time, or whose payload was not valid. */
export interface DeadLetter {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  readonly attempts: number;
  readonly failedAt: Date;
}

export interface QueueInspector {
  depths(): Promise<QueueDepth[]>;
  /** Newest first. */
  deadLetters(queue: string, limit?: number): Promise<DeadLetter[]>;
  /** Has every dead letter of the queue tried anew, as often as a new job. */
  retryDeadLetters(queue: string): Promise<void>;
  close(): Promise<void>;
}

const states = ['waiting', 'active', 'delayed', 'failed', 'completed'] as const;

/** The operator's look at `queues`. */
export function inspectQueues(
  admin: QueueAdmin,
  queues: readonly string[],
  onError: (error: Error) => void,
): QueueInspector {
  const backend = openBackend(admin);
  const open = new Map<string, JobQueue>();
  for (const name of new Set(queues)) {
    const queue = backend.queue(name);
    queue.on('error', onError);
    open.set(name, queue);
  }
  const find = (name: string) => {
    const queue = open.get(name);
    if (!queue) throw new Error(`There is no queue ${name}; there are ${[...open.keys()].join(', ')}.`);
    return queue;
  };
  return {
    depths: () =>
      Promise.all(
        [...open].map(async ([name, queue]) => {
          const counts = await queue.getJobCounts(...states);
          const of = (state: (typeof states)[number]) => counts[state] ?? 0;
          return {
            queue: name,
            waiting: of('waiting'),
            active: of('active'),
            delayed: of('delayed'),
            failed: of('failed'),
            completed: of('completed'),
          };
        }),
      ),
    deadLetters: async (queue, limit = 50) => {
      const failed = await find(queue).getFailed(0, limit - 1);
      return failed.map((job) => ({
        id: job.id ?? '',
        name: job.name,
        reason: job.failedReason,
        attempts: job.attemptsMade,
        failedAt: new Date(job.finishedOn ?? 0),
      }));
    },
    retryDeadLetters: async (queue) => {
      for (const job of await find(queue).getFailed()) {
        await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      }
    },
    close: async () => {
      await Promise.all([...open.values()].map((queue) => queue.close()));
    },
  };
}
