import { type AccessPolicy, decide } from '@stockade/access';
import { type AccessTokenStrategy, authenticate } from '@stockade/auth/nest';
import { Problem } from '@stockade/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateLimiter } from './rate-limiter.js';
import type { Quota } from './window-budget.js';

/** Who, how often, may it: answered before the body is read, on unknown routes too. */
export class Admission {
  constructor(
    private readonly strategy: AccessTokenStrategy,
    private readonly limiter: RateLimiter,
    private readonly policy: AccessPolicy,
  ) {}

  /** Throws a 401, a 429, a 403 or a 503; afterwards the context knows the principal and its role. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { context } = request;
    const principal = await authenticate(request, this.strategy);
    context.principal = principal;
    const quota = await this.limiter.take(principal.agent);
    if (quota) tellQuota(reply, quota);
    if (!context.operation) return;
    const { scope } = context.operation;
    const decision = decide(this.policy, principal, scope);
    if (!decision.allowed) throw new Problem('insufficient_scope', { detail: decision.detail });
    context.authorized = { ...principal, role: decision.role };
  }
}

/** draft-ietf-httpapi-ratelimit-headers. */
function tellQuota(reply: FastifyReply, { limit, remaining, reset }: Quota): void {
  reply.header('ratelimit-policy', `"agent";q=${limit};w=60`);
  reply.header('ratelimit', `"agent";r=${remaining};t=${reset}`);
}
