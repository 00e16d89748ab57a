import type { JobPayload, JobResult, JobSpec } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';

/** Takes up the facts of a queue that the service consumes; `unit` is on the service's own login. */
export interface JobConsumer<J extends JobSpec> {
  readonly job: J;
  run(payload: JobPayload<J>, unit: UnitOfWork): Promise<JobResult<J>>;
}

/** Records what a consumer elsewhere found, the result of its job. */
export interface ResultCollector<J extends JobSpec> {
  readonly job: J;
  take(result: JobResult<J>, unit: UnitOfWork): Promise<void>;
}
