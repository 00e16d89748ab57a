import type { Authorized } from '@stockade/access';
import type { JobPayload, JobResult, JobSpec } from '@stockade/contracts';
import type { Database, UnitOfWork } from '@stockade/database';
import { handle, type JobHandler } from '@stockade/queues';
import type { z } from 'zod';
import type { Metrics } from './metrics.js';
import { traceIdOf } from './request/context.js';
import { problemOf } from './request/problem-of.js';
import type { JobRun, Recorder } from './request/recorder.js';

/** Takes up the facts of a queue that the service consumes; `unit` is on the service's own login. */
export interface JobConsumer<J extends JobSpec = JobSpec> {
  readonly job: J;
  run(payload: JobPayload<J>, unit: UnitOfWork): Promise<void>;
}

/** Records what a consumer elsewhere found, the result of its job; `unit` is on the service's own login. */
export interface ResultCollector<J extends ReportingJob = ReportingJob> {
  readonly job: J;
  take(result: JobResult<J>, unit: UnitOfWork): Promise<void>;
}

type ReportingJob = JobSpec & { readonly result: z.ZodType };

/** Runs the work of the service itself as the service itself, in a transaction with its audit record. */
export class ServiceJobs {
  constructor(
    private readonly self: Authorized,
    private readonly database: Database,
    private readonly recorder: Recorder,
    private readonly metrics: Metrics,
  ) {}

  handler(consumer: JobConsumer): JobHandler {
    return handle(consumer.job, (payload, { jobId, traceparent }) =>
      this.#recorded(consumer.job, jobId, traceparent, (unit) => consumer.run(payload, unit)),
    );
  }

  take(collector: ResultCollector, result: unknown, jobId: string): Promise<void> {
    return this.#recorded(collector.job, jobId, undefined, (unit) => collector.take(result, unit));
  }

  async #recorded<T>(
    { name }: JobSpec,
    jobId: string,
    traceparent: string | undefined,
    work: (unit: UnitOfWork) => Promise<T>,
  ): Promise<T> {
    const run: JobRun = {
      principal: this.self,
      job: name,
      jobId,
      traceId: traceIdOf(traceparent),
      recordId: undefined,
    };
    try {
      const recorded = async (unit: UnitOfWork) => {
        const done = await work(unit);
        this.recorder.within(unit, this.recorder.job(run, { status: 200, reason: null }));
        return done;
      };
      const result = await this.database.unitOfWork(this.self, recorded, traceparent);
      this.metrics.job(name, 'allowed');
      return result;
    } catch (error) {
      this.metrics.job(name, 'failed');
      const { status, code } = problemOf(error);
      await this.recorder.apart(this.recorder.job(run, { status, reason: code }));
      throw error;
    }
  }
}
