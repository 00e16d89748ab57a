import { type AccessPolicy, type Authorized, checkConditions } from '@stockade/access';
import { type OperationInput, type OperationSpec, Problem } from '@stockade/contracts';
import type { Database, UnitOfWork } from '@stockade/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, problemAnswer, successAnswer } from './answer.js';
import { APPROVAL_HEADER, neededApproval, spendApproval } from './approval.js';
import { type IdempotencyKey, type IdempotentAnswers, idempotencyKey } from './idempotency.js';
import { ReadByKey } from './read-by-key.js';
import type { Recorder } from './recorder.js';
import { send } from './send.js';
import { SharedReads } from './shared-reads.js';
import { validInput } from './validation.js';

type Input = OperationInput<OperationSpec>;
/** What implements an operation. */
interface Operating {
  handle(input: Input, unit: UnitOfWork): Promise<unknown>;
}
type Perform = (unit: UnitOfWork) => Promise<Answer>;

/** The way of a request that was admitted, from its body to its answer. */
export class RequestPipeline {
  readonly #shared = new Map<string, SharedReads>();

  constructor(
    private readonly policy: AccessPolicy,
    private readonly database: Database,
    private readonly answers: IdempotentAnswers,
    private readonly recorder: Recorder,
  ) {}

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
    const perform: Perform = async (unit) => {
      if (approval) request.context.approval = await spendApproval(unit, approval);
      return success(contract, await handler.handle(input, unit), reply);
    };
    const isShared = handler instanceof ReadByKey && !approval;
    const shared = isShared ? await this.#sharedRead(contract, handler, input, request) : undefined;
    if (shared) send(reply, success(contract, shared, reply));
    else send(reply, await this.#performed(contract, caller, input, request, perform));
  }

  /** What many share in one statement; undefined where it has to be asked for alone. */
  async #sharedRead(
    contract: OperationSpec,
    handler: ReadByKey<OperationSpec>,
    input: Input,
    request: FastifyRequest,
  ): Promise<unknown> {
    const caller = admitted(request);
    if (!this.#recordsItself(caller)) return undefined;
    const event = this.recorder.request(request, { status: contract.status, reason: null });
    const reads = this.#sharedReads(contract, handler, caller);
    try {
      const row = await reads.find(handler.keyOf(input), event);
      request.context.recorded = true;
      if (!row) throw handler.missing(input);
      return handler.present(row);
    } catch (error) {
      if (error instanceof Problem) throw error;
      return undefined;
    }
  }

  #recordsItself({ role }: Authorized): boolean {
    return this.policy.roles.get(role)?.grants.get('audit.events')?.includes('insert') === true;
  }

  #sharedReads(contract: OperationSpec, handler: ReadByKey<OperationSpec>, caller: Authorized): SharedReads {
    const name = `${contract.id} ${caller.role}`;
    const known = this.#shared.get(name);
    if (known) return known;
    const made = new SharedReads(contract, handler.lookup, caller, this.database);
    this.#shared.set(name, made);
    return made;
  }

  /** A POST is done once for each Idempotency-Key; a PUT is idempotent by itself (RFC 9110 section 9.2.2). */
  #performed(
    contract: OperationSpec,
    caller: Authorized,
    input: Input,
    request: FastifyRequest,
    perform: Perform,
  ): Promise<Answer> {
    if (contract.method === 'GET') return this.#read(caller, request, perform);
    if (contract.method === 'PUT') return this.#change(caller, request, perform);
    const key = idempotencyKey(request.headers['idempotency-key'], contract, input);
    return this.#changeOnce(key, caller, request, perform);
  }

  #refuseUnmetConditions(contract: OperationSpec, caller: Authorized, input: Input): void {
    const failure = checkConditions(this.policy, caller.role, contract.id, input.body);
    if (!failure) return;
    const { field, reason } = failure;
    throw new Problem('condition_failed', {
      detail: reason,
      errors: [{ pointer: `/body/${field}`, detail: reason }],
    });
  }

  async #read(caller: Authorized, request: FastifyRequest, perform: Perform): Promise<Answer> {
    const answer = await this.database.read(caller, perform);
    await this.recorder.apart(this.recorder.request(request, answer));
    request.context.recorded = true;
    return answer;
  }

  /** A refusal by the operation (4xx) undoes its transaction; in another it is kept as the answer to the key. */
  async #changeOnce(
    key: IdempotencyKey,
    caller: Authorized,
    request: FastifyRequest,
    perform: Perform,
  ): Promise<Answer> {
    const once = (first: Perform) =>
      this.#change(caller, request, (unit) => this.answers.once(unit, key, () => first(unit)));
    try {
      return await once((unit) => perform(unit).catch(refuse));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refusal = problemAnswer(error.problem, request.context.requestId);
      return once(async () => refusal);
    }
  }

  async #change(caller: Authorized, request: FastifyRequest, perform: Perform): Promise<Answer> {
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
  return successAnswer(contract.status, contract.etag, output, serialize({ ...output }));
}
