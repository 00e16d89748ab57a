import { type AccessPolicy, decide, type Principal } from '@stockade/access';
import { type AccessTokenStrategy, authenticate, bearerToken } from '@stockade/auth/nest';
import { Problem } from '@stockade/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateLimiter } from './rate-limiter.js';
import { StrangerLimit } from './stranger-limit.js';
import type { Quota } from './window-budget.js';

/** Who, how often, may it: answered before the body is read, on unknown routes too. */
export class Admission {
  readonly #strangers = new StrangerLimit();

  constructor(
    private readonly strategy: AccessTokenStrategy,
    private readonly limiter: RateLimiter,
    private readonly policy: AccessPolicy,
  ) {}

  /** Throws a 401, a 429, a 403 or a 503; afterwards the context knows the principal and its role. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { context } = request;
    const principal = await this.#identified(request);
    context.principal = principal;
    const quota = await this.limiter.take(principal.agent);
    if (quota) tellQuota(reply, quota);
    if (!context.operation) return;
    const { scope } = context.operation;
    const decision = decide(this.policy, principal, scope);
    if (!decision.allowed) throw new Problem('insufficient_scope', { detail: decision.detail });
    context.authorized = { ...principal, role: decision.role };
  }

  /** Whom the token of a request was verified for before; undefined where that would have to be found out. */
  remembered(request: FastifyRequest): Principal | undefined {
    try {
      return this.strategy.verifier.remembered(bearerToken(request));
    } catch {
      return undefined;
    }
  }

  async #identified(request: FastifyRequest): Promise<Principal> {
    try {
      return await authenticate(request, this.strategy);
    } catch (error) {
      throw await this.#strangers.refusal(error, request.ip);
    }
  }
}

/** draft-ietf-httpapi-ratelimit-headers. */
function tellQuota(reply: FastifyReply, { limit, remaining, reset }: Quota): void {
  reply.header('ratelimit-policy', `"agent";q=${limit};w=60`);
  reply.header('ratelimit', `"agent";r=${remaining};t=${reset}`);
}
