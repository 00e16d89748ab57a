import { Problem } from '@stockade/contracts';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Far above what callers with an expired token or a wrong setting send, also where many share an address. */
const REFUSALS = 6_000;
const WINDOW_SECONDS = 60;

/**
 * Tells an address that was refused (401) too often to stay away (429). Whoever is known is served from there
 * all the same: many callers may stand behind one address.
 */
export class StrangerLimit {
  readonly #refusals: RateLimiterMemory;

  constructor(refusals = REFUSALS) {
    this.#refusals = new RateLimiterMemory({ points: refusals, duration: WINDOW_SECONDS });
  }

  /** What to refuse a request with that could not be told who it is from. */
  async refusal(error: unknown, address: string): Promise<unknown> {
    if (!(error instanceof Problem && error.status === 401)) return error;
    try {
      await this.#refusals.consume(address);
      return error;
    } catch (exceeded) {
      if (!(exceeded instanceof RateLimiterRes)) throw exceeded;
      return new Problem('rate_limited', {
        detail: 'Too many requests without a valid token came from this address.',
        retryAfter: Math.max(1, Math.ceil(exceeded.msBeforeNext / 1000)),
        cause: error,
      });
    }
  }
}
