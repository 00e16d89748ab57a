import type {
  CallToolResult,
  ClientCapabilities,
  InputRequiredResult,
  ServerContext,
} from '@modelcontextprotocol/server';
import { type AccessPolicy, checkConditions } from '@stockade/access';
import { type FieldError, Problem } from '@stockade/contracts';
import { fieldErrors } from '@stockade/service/gate';
import { type Caller, callerOf } from '../access/caller.js';
import { idempotencyKey } from '../access/idempotency-key.js';
import type { Ledger } from '../access/ledger.js';
import type { ValueBudgets } from '../access/value-budget.js';
import type { Apis } from './apis.js';
import { whileReporting } from './progress.js';
import type { Tool } from './tool.js';
import type { CallParts } from './tool-input.js';
import { failure, success } from './tool-result.js';

/** A call whose arguments are in order and which the policy permits as far as it can tell from them. */
export interface PermittedCall {
  readonly tool: Tool;
  readonly caller: Caller;
  /** Role whose authority the call is on. */
  readonly role: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly parts: CallParts;
}

export interface Consent {
  /** What a person has to be asked before the call goes on. */
  readonly ask?: InputRequiredResult;
  /** The approval that the call spends, where it needs one. */
  readonly approvalId?: string | undefined;
}

/** Finds out whether the policy wants a person's approval for the call. Throws a Problem where it was refused. */
export type ConsentOf = (
  call: PermittedCall,
  context: ServerContext,
  client: ClientCapabilities | undefined,
) => Promise<Consent>;

/** A refusal may be given again for as long as its key is kept; then the thing is tried anew, under the next key. */
const MOST_REFUSALS = 16;

export class ToolCalls {
  constructor(
    private readonly policy: AccessPolicy,
    private readonly apis: Apis,
    private readonly ledger: Ledger,
    private readonly consentOf: ConsentOf,
    private readonly budgets: ValueBudgets,
  ) {}

  /** Never throws what a model may read: every failure is a result that says what to do, and is recorded. */
  async call(
    tool: Tool,
    args: unknown,
    context: ServerContext,
    client: ClientCapabilities | undefined,
  ): Promise<CallToolResult | InputRequiredResult> {
    const caller = callerOf(context);
    try {
      const call = this.#permitted(tool, args, caller);
      const { ask, approvalId } = await this.consentOf(call, context, client);
      if (ask) {
        await this.ledger.settle(caller.context, { status: 202, reason: null });
        return ask;
      }
      const perform = () => this.#withinBudget({ ...call, approvalId }, context);
      const { output, replayed } = await whileReporting(context, tool, perform);
      const { result, createdId } = success(tool, output, replayed);
      await this.ledger.settle(caller.context, {
        status: tool.operation.status,
        reason: null,
        createdId,
        replayed,
      });
      return result;
    } catch (error) {
      const cancelled = context.mcpReq.signal.aborted && new Problem('cancelled', { cause: error });
      return failure(await this.ledger.failed(caller.context, cancelled || error));
    }
  }

  /** Throws `validation_failed` and `condition_failed`. */
  #permitted(tool: Tool, args: unknown, caller: Caller): PermittedCall {
    const role = caller.context.authorized?.role;
    if (role === undefined) throw new Error(`${tool.name} was reached without admission`);
    const checked = tool.input.schema.safeParse(args ?? {});
    if (!checked.success) throw invalid(checked.error.issues.flatMap((issue) => fieldErrors(issue, '')));
    const parts = tool.input.partsOf(checked.data);
    const failed = checkConditions(this.policy, role, tool.operation.id, parts);
    if (failed) {
      const errors = [{ pointer: failed.pointer, detail: failed.reason }];
      throw new Problem('condition_failed', { detail: failed.reason, errors });
    }
    return { tool, caller, role, args: checked.data, parts };
  }

  #withinBudget(call: ApprovedCall, context: ServerContext): Promise<Performed> {
    const { caller, tool, parts } = call;
    const perform = () => this.#perform(call, context);
    return this.budgets.within(caller.principal.agent, tool.operation, parts.body, perform);
  }

  async #perform(call: ApprovedCall, context: ServerContext, attempt = 0): Promise<Performed> {
    const { tool, caller, parts, approvalId } = call;
    const { idempotencyKey: given, ...input } = parts;
    let replayed = false;
    const key = tool.operation.method === 'POST' && {
      idempotencyKey: idempotencyKey({ ...intentionOf(call), approvalId, given, attempt }),
    };
    try {
      const asked = { ...input, ...key, approvalId, signal: context.mcpReq.signal };
      const output = await this.apis.call(tool.operation, caller, asked, () => {
        replayed = true;
      });
      return { output, replayed };
    } catch (error) {
      // What was refused has changed nothing: an equal call, later, is a new attempt.
      if (replayed && given === undefined && attempt < MOST_REFUSALS) {
        return this.#perform(call, context, attempt + 1);
      }
      throw error;
    }
  }
}

interface ApprovedCall extends PermittedCall {
  readonly approvalId: string | undefined;
}

interface Performed {
  readonly output: unknown;
  readonly replayed: boolean;
}

function intentionOf({ tool, caller, args }: PermittedCall) {
  const { idempotencyKey: _, ...rest } = args;
  return { agent: caller.principal.agent, tool: tool.name, args: rest };
}

function invalid(errors: readonly FieldError[]): Problem {
  const [first] = errors;
  return new Problem('validation_failed', { detail: `${first?.pointer} ${first?.detail}`, errors });
}
