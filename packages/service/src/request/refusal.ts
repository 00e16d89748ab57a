import { type Discovery, wwwAuthenticate } from '@stockade/auth/nest';
import type { Problem } from '@stockade/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problemAnswer } from './answer.js';
import type { Denials } from './denials.js';
import { problemOf } from './problem-of.js';
import { type RecordedRequest, type Recorder, resultOfStatus } from './recorder.js';
import { send } from './send.js';

/** Turns whatever went wrong with a request into its record and its answer; the only place that does. */
export class Refusal {
  constructor(
    private readonly service: string,
    private readonly recorder: Recorder,
    private readonly denials: Denials,
    private readonly log: Logger,
    private readonly discovery: Discovery = {},
  ) {}

  /** Records the refusal and answers it. Never throws. */
  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const problem = await this.recorded(error, request);
    const { scope, requestId } = request.context;
    const challenge = wwwAuthenticate(problem, { realm: this.service, scope, ...this.discovery });
    if (challenge !== undefined) reply.header('www-authenticate', challenge);
    if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter);
    send(reply, problemAnswer(problem, requestId));
  }

  /** The problem to answer with; where it cannot be recorded, that is `audit_unavailable`. */
  async recorded(error: unknown, request: RecordedRequest): Promise<Problem> {
    const problem = problemOf(error);
    this.#tell(problem, request);
    if (request.context.recorded || request.context.isPublic) return problem;
    this.#count(problem, request);
    try {
      const outcome = { status: problem.status, reason: problem.code };
      await this.recorder.apart(this.recorder.request(request, outcome));
      request.context.recorded = true;
      return problem;
    } catch (failure) {
      const unrecorded = problemOf(failure);
      this.#tell(unrecorded, request);
      return unrecorded;
    }
  }

  #count({ status }: Problem, { context }: RecordedRequest): void {
    if (resultOfStatus(status) === 'denied') this.denials.count(context.principal?.agent ?? 'anonymous');
  }

  #tell(problem: Problem, { context }: RecordedRequest): void {
    const { code, cause } = problem;
    const { requestId, traceId, action } = context;
    const told = { requestId, traceId, action, code };
    // Under overload one line for each would be load of its own; they are counted and recorded.
    if (problem.status >= 500 && code !== 'overloaded')
      this.log.error({ ...told, err: cause }, problem.message);
    else this.log.debug(told, problem.message);
  }
}
