import { type AccessPolicy, type Authorized, checkConditions } from '@stockade/access';
import { type OperationInput, type OperationSpec, Problem } from '@stockade/contracts';
import type { Database, UnitOfWork } from '@stockade/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, problemAnswer, successAnswer } from './answer.js';
import { APPROVAL_HEADER, neededApproval, spendApproval } from './approval.js';
import type { Call } from './call.js';
import { ChangeTogether } from './change-together.js';
import { type IdempotencyKey, type IdempotentAnswers, idempotencyKey } from './idempotency.js';
import { nextPageLink } from './next-page-link.js';
import { ReadByKey } from './read-by-key.js';
import type { Recorder } from './recorder.js';
import { send } from './send.js';
import { SharedWork } from './shared-work.js';
import { validInput } from './validation.js';

type Input = OperationInput<OperationSpec>;
type Perform = (unit: UnitOfWork) => Promise<Answer>;
/** Spends the approval that the request needs, where it needs one. */
type Permit = (unit: UnitOfWork) => Promise<void>;

/** What implements an operation. */
interface Operating {
  handle(input: Input, unit: UnitOfWork): Promise<unknown>;
}

/** The way of a request that was admitted, from its body to its answer. */
export class RequestPipeline {
  readonly #shared: SharedWork;

  constructor(
    private readonly policy: AccessPolicy,
    private readonly database: Database,
    private readonly answers: IdempotentAnswers,
    private readonly recorder: Recorder,
  ) {
    this.#shared = new SharedWork(policy, database, recorder, answers.schema);
  }

  /** Answers the request; throws what the `Refusal` is to answer. */
  async answer(
    contract: OperationSpec,
    handler: Operating,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const caller = admitted(request);
    const input = validInput(contract, request);
    this.#refuseUnmetConditions(contract, caller, input);
    const approval = neededApproval(this.policy, caller, contract, input, request.headers[APPROVAL_HEADER]);
    const call: Call = { contract, caller, input, request };
    const permit: Permit = async (unit) => {
      if (approval) request.context.approval = await spendApproval(unit, approval);
    };
    const perform: Perform = async (unit) => success(contract, await handler.handle(input, unit), reply);
    // What spends an approval does it in a transaction of its own.
    const shared = approval ? undefined : handler;
    const permitted = after(permit, perform);
    if (contract.method === 'GET') send(reply, await this.#read(call, shared, reply, permitted));
    // A PUT is idempotent by itself (RFC 9110 section 9.2.2).
    else if (contract.method === 'PUT') send(reply, await this.#change(call, permitted));
    else send(reply, await this.#changeOnce(call, shared, permit, perform));
  }

  #refuseUnmetConditions(contract: OperationSpec, caller: Authorized, input: Input): void {
    const failure = checkConditions(this.policy, caller.role, contract.id, input);
    if (!failure) return;
    const { pointer, reason } = failure;
    throw new Problem('condition_failed', {
      detail: reason,
      errors: [{ pointer, detail: reason }],
    });
  }

  /** Where `handler` may, together with others. */
  async #read(
    call: Call,
    handler: Operating | undefined,
    reply: FastifyReply,
    perform: Perform,
  ): Promise<Answer> {
    const shared = handler instanceof ReadByKey ? await this.#shared.read(call, handler) : undefined;
    return shared === undefined ? this.#readAlone(call, perform) : success(call.contract, shared, reply);
  }

  async #readAlone({ caller, request }: Call, perform: Perform): Promise<Answer> {
    const answer = await this.database.read(caller, perform);
    await this.recorder.apart(this.recorder.request(request, answer));
    request.context.recorded = true;
    return answer;
  }

  /** A POST is done once for each Idempotency-Key; where `handler` may, together with others. */
  async #changeOnce(
    call: Call,
    handler: Operating | undefined,
    permit: Permit,
    perform: Perform,
  ): Promise<Answer> {
    const { contract, input, request } = call;
    const key = idempotencyKey(request.headers['idempotency-key'], contract, input);
    const shared =
      handler instanceof ChangeTogether ? await this.#shared.change(call, handler, key) : undefined;
    return shared ?? this.#changeOnceAlone(call, key, permit, perform);
  }

  /**
   * A refusal by the operation (4xx) undoes its transaction; in another it is kept as the answer to the key. That
   * a person has not permitted it is none: once that is so, the same request may be made again.
   */
  async #changeOnceAlone(call: Call, key: IdempotencyKey, permit: Permit, perform: Perform): Promise<Answer> {
    const once = (first: Perform) =>
      this.#change(call, (unit) => this.answers.once(unit, key, () => first(unit)));
    try {
      return await once(after(permit, (unit) => perform(unit).catch(refuse)));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refusal = problemAnswer(error.problem, call.request.context.requestId);
      return once(async () => refusal);
    }
  }

  async #change({ caller, request }: Call, perform: Perform): Promise<Answer> {
    const work = async (unit: UnitOfWork) => {
      const performed = await perform(unit);
      this.recorder.within(unit, this.recorder.request(request, performed));
      return performed;
    };
    const answer = await this.database.unitOfWork(caller, work, request.context.traceparent);
    request.context.recorded = true;
    return answer;
  }
}

/** An operation has refused what it was asked to do. */
class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

function refuse(error: unknown): never {
  throw error instanceof Problem && error.status < 500 ? new Refused(error) : error;
}

const after =
  (permit: Permit, perform: Perform): Perform =>
  async (unit) => {
    await permit(unit);
    return perform(unit);
  };

/** The caller that the admission has let in; without one no operation runs. */
function admitted({ context }: FastifyRequest): Authorized {
  if (!context.authorized) throw new Error('an operation was reached without admission');
  return context.authorized;
}

/** Serialized before the commit: an answer that breaks its contract undoes the change it tells of. */
function success(contract: OperationSpec, output: unknown, reply: FastifyReply): Answer {
  if (typeof output !== 'object' || output === null)
    throw new Error(`${contract.id} answered without an object`);
  const serialize = reply.getSerializationFunction(String(contract.status));
  if (!serialize) throw new Error(`${contract.id} has no response schema`);
  const next = nextPageLink(contract, output, reply.request);
  if (next !== undefined) reply.header('link', next);
  return successAnswer(contract.status, contract.etag, output, serialize({ ...output }));
}
