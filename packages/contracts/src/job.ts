import type { z } from 'zod';

export interface JobSpec {
  /** BullMQ queue; one consumer each. */
  readonly queue: string;
  /** Unique over all queues; maps one to one to a handler. */
  readonly name: string;
  /** Identity (agent, gateway or service of access.yaml) that consumes the queue. */
  readonly consumer: string;
  /** A fact about what has changed; never a permission. */
  readonly payload: z.ZodType;
  /** What the consumer returns, where its finding is recorded by the owner of the data. */
  readonly result?: z.ZodType;
  /** Job id, no `:` and no bare integer (BullMQ); two jobs of one key are one while the first still waits. */
  readonly key: (payload: never) => string;
}

export type JobPayload<J extends JobSpec> = z.output<J['payload']>;
export type JobResult<J extends JobSpec> = J extends { result: infer R extends z.ZodType }
  ? z.output<R>
  : void;

/** Names a job once, for who enqueues it and who handles it. */
export function defineJob<P extends z.ZodType, const J extends Omit<JobSpec, 'payload' | 'key'>>(
  job: J & { payload: P; key: (payload: z.output<P>) => string },
): Readonly<J & { payload: P; key: (payload: z.output<P>) => string }> {
  return Object.freeze(job);
}
