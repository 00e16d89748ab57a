import { type AccessPolicy, type Identity } from '@stockade/access';
import { Problem } from '@stockade/contracts';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;
/** A process draws permits in leases of a tenth of a second's worth; a limit below 1,200 is drawn one by one. */
const LEASES_PER_WINDOW = 600;

/** What is left to an agent, for the RateLimit header fields. */
export interface Quota {
  /** Requests in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly reset: number;
}

/** Holds each agent to its limit over all processes: a window of a minute, counted in Postgres. */
export class RateLimiter {
  readonly #budgets: ReadonlyMap<string, Budget>;

  /** @param pool on the login `rate_limiter`. */
  constructor(policy: AccessPolicy, pool: Pool) {
    this.#budgets = new Map([...policy.identities.values()].map((one) => [one.name, new Budget(one, pool)]));
  }

  /**
   * Takes one permit; undefined for an agent that the policy does not know, which has no scope either.
   * Throws `rate_limited` when none is left, `unavailable` when they cannot be counted.
   */
  async take(agent: string): Promise<Quota | undefined> {
    return this.#budgets.get(agent)?.take();
  }
}

class Budget {
  readonly #limit: number;
  readonly #lease: number;
  readonly #store: RateLimiterPostgres;
  /** Permits that this process has drawn and not used. */
  #permits = 0;
  #remainingInStore = 0;
  #endsAt = 0;
  #drawing: Promise<void> | undefined;

  constructor(
    private readonly identity: Identity,
    pool: Pool,
  ) {
    this.#limit = identity.limits.requestsPerMinute + identity.limits.burst;
    this.#lease = Math.max(1, Math.floor(this.#limit / LEASES_PER_WINDOW));
    this.#store = new RateLimiterPostgres({
      storeClient: pool,
      schemaName: 'limits',
      tableName: 'buckets',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'agent',
      points: this.#limit,
      duration: WINDOW_SECONDS,
      inMemoryBlockOnConsumed: this.#limit,
    });
  }

  async take(): Promise<Quota> {
    while (this.#permits === 0 || Date.now() >= this.#endsAt) {
      this.#drawing ??= this.#draw().finally(() => {
        this.#drawing = undefined;
      });
      await this.#drawing;
    }
    this.#permits -= 1;
    const reset = Math.max(0, Math.ceil((this.#endsAt - Date.now()) / 1000));
    return { limit: this.#limit, remaining: this.#permits + this.#remainingInStore, reset };
  }

  async #draw(): Promise<void> {
    try {
      const drawn = await this.#store.consume(this.identity.name, this.#lease);
      this.#permits = this.#lease;
      this.#remainingInStore = drawn.remainingPoints;
      this.#endsAt = Date.now() + drawn.msBeforeNext;
    } catch (failure) {
      if (!(failure instanceof RateLimiterRes)) {
        throw new Problem('unavailable', { retryAfter: 1, cause: failure });
      }
      throw new Problem('rate_limited', {
        detail: `${this.identity.name} may send ${this.#limit} requests in ${WINDOW_SECONDS} s.`,
        retryAfter: Math.max(1, Math.ceil(failure.msBeforeNext / 1000)),
      });
    }
  }
}
