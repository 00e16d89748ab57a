import type { AccessPolicy } from '@stockade/access';
import type { Pool } from 'pg';
import { type Quota, WindowBudget } from './window-budget.js';

/** Holds each agent to its limit over all processes: a window of a minute, counted in Postgres. */
export class RateLimiter {
  readonly #budgets: ReadonlyMap<string, WindowBudget>;

  /** @param pool on the login `rate_limiter`. */
  constructor(policy: AccessPolicy, pool: Pool) {
    this.#budgets = new Map(
      [...policy.identities.values()].map(({ name, limits }) => {
        const limit = limits.requestsPerMinute + limits.burst;
        return [
          name,
          new WindowBudget(
            { kind: 'agent', key: name, limit, who: `${name} may send`, what: 'requests' },
            pool,
          ),
        ];
      }),
    );
  }

  /**
   * Takes one permit; undefined for an agent that the policy does not know, which has no scope either.
   * Throws `rate_limited` when none is left, `unavailable` when they cannot be counted.
   */
  async take(agent: string): Promise<Quota | undefined> {
    return this.#budgets.get(agent)?.take();
  }
}
