import { Problem } from '@stockade/contracts';
import type { Pool } from 'pg';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { permitsIn, spentBy } from './permits.js';

const DAY_SECONDS = 86_400;

/** Points of a day (UTC), over all processes: taken before something is done, given back where it was not. */
export class DayBudget {
  readonly #store: RateLimiterPostgres;

  /**
   * @param kind names the bucket, with the key and the day
   * @param limit whole numbers below 2^31, which is what a bucket counts in
   * @param pool on the login `rate_limiter`
   */
  constructor(
    kind: string,
    private readonly limit: number,
    pool: Pool,
  ) {
    this.#store = permitsIn(pool, { keyPrefix: kind, points: limit, duration: DAY_SECONDS });
  }

  /** Throws `budget_exhausted` where the day does not cover it, `unavailable` where nothing can be counted. */
  async take(key: string, points: number): Promise<void> {
    try {
      await this.#store.consume(dayOf(key), points);
    } catch (failure) {
      const { consumedPoints } = spentBy(failure);
      // What was too much is counted by the store, and must not keep smaller things from being done.
      await this.giveBack(key, points);
      const left = Math.max(0, this.limit - (consumedPoints - points));
      throw new Problem('budget_exhausted', {
        detail: `${points} is asked for and ${left} of ${this.limit} is left of this day (UTC).`,
        retryAfter: Math.ceil((DAY_SECONDS * 1000 - (Date.now() % (DAY_SECONDS * 1000))) / 1000),
      });
    }
  }

  /** A negative number takes more, whatever is left: it is spent already. */
  async giveBack(key: string, points: number): Promise<void> {
    if (points !== 0) await this.#store.reward(dayOf(key), points);
  }
}

const dayOf = (key: string): string => `${key} ${new Date().toISOString().slice(0, 10)}`;
