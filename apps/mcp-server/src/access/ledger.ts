import type { Problem, ProblemCode } from '@stockade/contracts';
import type { Recorder, Refusal, RequestContext } from '@stockade/service/gate';

const url = '/mcp';

/** How a request ended, for its one audit record. */
export interface Outcome {
  readonly status: number;
  readonly reason: ProblemCode | null;
  readonly createdId?: string | null;
  readonly replayed?: boolean;
}

/** Writes the one audit record of each request; what is recorded already stays as it is. */
export class Ledger {
  constructor(
    private readonly recorder: Recorder,
    private readonly refusal: Refusal,
  ) {}

  /** Returns when the record is committed. Throws `audit_unavailable`. */
  async settle(context: RequestContext, outcome: Outcome): Promise<void> {
    if (context.recorded) return;
    await this.recorder.apart(this.recorder.request({ context, url }, outcome));
    context.recorded = true;
  }

  /** Records a failure, and logs what no caller is told; answers with the problem to tell. Never throws. */
  failed(context: RequestContext, error: unknown): Promise<Problem> {
    return this.refusal.recorded(error, { context, url });
  }
}
