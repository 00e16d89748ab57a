import { type AccessPolicy, decide } from '@stockade/access';
import { bearerToken } from '@stockade/auth/nest';
import { Problem } from '@stockade/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller } from '../access/caller.js';
import type { Ledger } from '../access/ledger.js';
import type { ToolLimits } from '../access/tool-limits.js';
import type { Protocol } from '../protocol/protocol.js';
import type { Surface } from '../protocol/surface.js';
import { readMessage } from './message.js';
import { webRequest } from './web-request.js';
import { sendWebResponse } from './web-response.js';

/** The way of one HTTP request that was admitted: what it asks for, whether it may, its answer and its record. */
export class McpExchange {
  constructor(
    private readonly policy: AccessPolicy,
    private readonly surface: Surface,
    private readonly limits: ToolLimits,
    private readonly protocol: Protocol,
    private readonly ledger: Ledger,
  ) {}

  /** Throws what the `Refusal` is to answer. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    if (request.method === 'POST') await this.#admit(request.body, caller);
    const body = request.method === 'POST' ? request.body : undefined;
    const response = await this.protocol.serve(webRequest(request, reply), caller, body);
    await sendWebResponse(response, caller, reply, this.ledger);
  }

  /** The scope and the limits of what the message asks for; a 403 names the scope, so that a client can step up. */
  async #admit(body: unknown, { principal, context }: Caller): Promise<void> {
    const { action, resource, scope, tool } = this.surface.demandOf(readMessage(body));
    context.action = action;
    context.resource = resource;
    context.scope = scope;
    if (scope !== undefined) {
      const decision = decide(this.policy, principal, scope);
      if (!decision.allowed) throw new Problem('insufficient_scope', { detail: decision.detail });
      context.authorized = { ...principal, role: decision.role };
    }
    if (tool !== undefined) await this.limits.take(principal.agent, tool);
  }
}

function callerOf(request: FastifyRequest): Caller {
  const { principal } = request.context;
  if (!principal) throw new Error('a message was reached without admission');
  return new Caller(bearerToken(request), principal, request.context);
}
