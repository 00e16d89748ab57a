import { wwwAuthenticate } from '@stockade/auth/nest';
import type { Problem } from '@stockade/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problemAnswer } from './answer.js';
import { problemOf } from './problem-of.js';
import type { Recorder } from './recorder.js';
import { send } from './send.js';

/** Turns whatever went wrong with a request into its record and its answer; the only place that does. */
export class Refusal {
  constructor(
    private readonly service: string,
    private readonly recorder: Recorder,
    private readonly log: Logger,
  ) {}

  /** Never throws: where the refusal cannot be recorded either, the answer is 503 `audit_unavailable`. */
  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { context } = request;
    let problem = problemOf(error);
    if (!context.recorded && !context.isPublic) {
      try {
        await this.recorder.apart(
          this.recorder.request(request, { status: problem.status, reason: problem.code }),
        );
        context.recorded = true;
      } catch (unrecorded) {
        problem = problemOf(unrecorded);
      }
    }
    this.#tell(problem, request);
    if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter);
    const challenge = wwwAuthenticate(problem, { realm: this.service, scope: context.operation?.scope });
    if (challenge !== undefined) reply.header('www-authenticate', challenge);
    send(reply, problemAnswer(problem, context.requestId));
  }

  #tell(problem: Problem, { context }: FastifyRequest): void {
    const { code, cause } = problem;
    const told = {
      requestId: context.requestId,
      traceId: context.traceId,
      action: context.operation?.id,
      code,
    };
    if (problem.status >= 500) this.log.error({ ...told, err: cause }, problem.message);
    else this.log.debug(told, problem.message);
  }
}
