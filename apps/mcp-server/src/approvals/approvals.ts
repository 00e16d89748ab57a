import { setTimeout as wait } from 'node:timers/promises';
import {
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { type AccessPolicy, type ApprovalRule, approvalRule, inputDigest } from '@stockade/access';
import { governance, type OperationOutput, Problem } from '@stockade/contracts';
import { z } from 'zod';
import { type Caller, callerOf } from '../access/caller.js';
import type { Apis } from '../tools/apis.js';
import type { Consent, PermittedCall } from '../tools/call-tool.js';
import type { Sealed } from './sealed.js';

type Approval = OperationOutput<typeof governance.requestApproval>;

/** What a client carries from one round to the next, without being able to read it. */
export const requestState = z.strictObject({
  approvalId: z.string(),
  agent: z.string(),
  tool: z.string(),
  digest: z.string(),
  /** Number of the round that it is good for; each is good once. */
  presentation: z.int(),
});
type RequestState = z.output<typeof requestState>;

/** How long a round waits for the person before the client is sent round again; less than any client waits. */
const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 2_000;
/** Key of the one thing that the client is asked for. */
const INPUT = 'approval';

/**
 * Has a person decide on the calls that access.yaml wants a person for. The client is only told where the person
 * decides; what counts is the decision that governance-api recorded, whatever the client answers.
 */
export class Approvals {
  constructor(
    private readonly policy: AccessPolicy,
    private readonly apis: Apis,
    private readonly states: Sealed<typeof requestState>,
    /** Where people decide: the id of the approval follows. */
    private readonly pages: URL,
  ) {}

  /** For the SDK, before a handler sees a state; what it throws is answered as an invalid state. */
  readonly verifyState = async (sealed: string, context: ServerContext): Promise<RequestState> => {
    const state = await this.states.open(sealed);
    if (state?.agent === callerOf(context).principal.agent) return state;
    throw new Error('the state is not this caller’s, or over');
  };

  /** Throws a Problem where a person said no, where nobody said anything in time, and for a state of another call. */
  readonly consentOf = async (
    call: PermittedCall,
    context: ServerContext,
    client: ClientCapabilities | undefined,
  ): Promise<Consent> => {
    const { operation } = call.tool;
    const rule = approvalRule(this.policy, call.role, operation.id, call.parts.body);
    if (rule === undefined) return {};
    const state = context.mcpReq.requestState<RequestState>();
    const approval = state ? await this.#presented(call, context, state) : await this.#requested(call);
    if (approval.status !== 'pending') return { approvalId: permitting(approval) };
    const requestState = await this.#sealedState(call, approval);
    // Whoever was sent to the page already is only sent round.
    if (state) return { ask: inputRequired({ requestState }) };
    const url = new URL(approval.id, this.pages).href;
    if (!client?.elicitation?.url) throw tellOf(url, rule);
    return { ask: askFor(url, rule, requestState) };
  };

  #requested({ tool, caller, parts }: PermittedCall): Promise<Approval> {
    const { params, body, version, idempotencyKey: intention = null } = parts;
    const input = { params, body, version: version ?? null };
    return this.apis.call(governance.requestApproval, caller, {
      params: {},
      query: {},
      body: { operation: tool.operation.id, input, intention },
      version: undefined,
    });
  }

  /** Comes back for the decision, and waits for it a while. */
  async #presented(call: PermittedCall, context: ServerContext, state: RequestState): Promise<Approval> {
    refuseOthers(call, state);
    refuseDeclined(context);
    const { signal } = context.mcpReq;
    const until = Date.now() + WAIT_MS;
    let approval = await this.#present(call.caller, state, state.presentation, signal);
    while (approval.status === 'pending' && Date.now() < until) {
      await wait(LOOK_EVERY_MS, undefined, { signal });
      approval = await this.#present(call.caller, state, approval.presentations + 1, signal);
    }
    return approval;
  }

  #present(
    caller: Caller,
    { approvalId, digest }: RequestState,
    presentation: number,
    signal: AbortSignal,
  ): Promise<Approval> {
    return this.apis.call(governance.presentApproval, caller, {
      params: { id: approvalId },
      query: {},
      body: { digest, presentation },
      version: undefined,
      signal,
    });
  }

  #sealedState(
    { tool, caller }: PermittedCall,
    { id, digest, presentations, expiresAt }: Approval,
  ): Promise<string> {
    const state = { approvalId: id, agent: caller.principal.agent, tool: tool.name, digest };
    const seconds = Math.max(1, Math.ceil((Date.parse(expiresAt) - Date.now()) / 1000));
    return this.states.seal({ ...state, presentation: presentations + 1 }, seconds);
  }
}

/** The approval's id, where it permits the call. A consumed one permits its own repetition: the API knows its answer. */
function permitting({ id, status, decidedBy, note }: Approval): string {
  if (status === 'approved' || status === 'consumed') return id;
  const said = note === null ? '' : ` and said: ${note}`;
  const detail =
    status === 'rejected'
      ? `${decidedBy} rejected this${said}. Do something else, or ask again with other arguments.`
      : 'Nobody approved this in time, which is a no. Call again to ask anew.';
  throw new Problem('approval_not_valid', { detail });
}

/** Changed arguments void what was asked for, and so does another tool. */
function refuseOthers({ tool, parts }: PermittedCall, state: RequestState): void {
  if (state.tool === tool.name && state.digest === inputDigest(tool.operation.id, parts)) return;
  throw new Problem('approval_not_valid', {
    detail:
      'The request state belongs to another call. Call with these arguments and without it to ask anew.',
  });
}

/** Whoever declines to be sent to the page has decided nothing; they only are not sent again. */
function refuseDeclined({ mcpReq }: ServerContext): void {
  const answer: unknown = mcpReq.inputResponses?.[INPUT];
  const action = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'action') : undefined;
  if (action !== 'decline' && action !== 'cancel') return;
  throw new Problem('approval_required', {
    detail: 'The page on which a person decides was not opened. Call again when a person can be asked.',
  });
}

function askFor(url: string, { reason }: ApprovalRule, state: string): InputRequiredResult {
  const message = `A person has to approve this call, because ${reason}. Whoever may decide does so on this page.`;
  return inputRequired({
    inputRequests: { [INPUT]: inputRequired.elicitUrl({ url, message }) },
    requestState: state,
  });
}

/** For a client that cannot be sent to a page: it is told of it, and calls again. */
function tellOf(url: string, { reason }: ApprovalRule): Problem {
  return new Problem('approval_required', {
    detail:
      `A person has to approve this call, because ${reason}. Give a person who may decide this address: ${url} ` +
      'and call again with the same arguments, within five minutes, once they have approved.',
  });
}
