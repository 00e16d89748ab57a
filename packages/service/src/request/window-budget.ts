import { Problem } from '@stockade/contracts';
import type { Pool } from 'pg';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { permitsIn, spentBy } from './permits.js';

const WINDOW_SECONDS = 60;
/** A process draws permits in leases of a tenth of a second's worth; a limit below 1,200 is drawn one by one. */
const LEASES_PER_WINDOW = 600;

/** What is left, for the RateLimit header fields. */
export interface Quota {
  /** Permits in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window ends. */
  readonly reset: number;
}

interface Counted {
  /** What is counted; with `key` the name of the bucket. */
  readonly kind: string;
  readonly key: string;
  /** Permits in a window. */
  readonly limit: number;
  /** Who may do what, as in "inventory_bot may send 600 requests in 60 s." */
  readonly who: string;
  readonly what: string;
}

/** Permits of a minute, over all processes: counted in Postgres, drawn in leases. */
export class WindowBudget {
  readonly #lease: number;
  readonly #store: RateLimiterPostgres;
  /** Permits that this process has drawn and not used. */
  #permits = 0;
  #remainingInStore = 0;
  #endsAt = 0;
  #drawing: Promise<void> | undefined;

  /** @param pool on the login `rate_limiter`. */
  constructor(
    private readonly counted: Counted,
    pool: Pool,
  ) {
    const { kind, limit } = counted;
    this.#lease = Math.max(1, Math.floor(limit / LEASES_PER_WINDOW));
    this.#store = permitsIn(pool, {
      keyPrefix: kind,
      points: limit,
      duration: WINDOW_SECONDS,
      inMemoryBlockOnConsumed: limit,
    });
  }

  /** Takes one. Throws `rate_limited` when none is left, `unavailable` when they cannot be counted. */
  async take(): Promise<Quota> {
    while (this.#permits === 0 || Date.now() >= this.#endsAt) {
      this.#drawing ??= this.#draw().finally(() => {
        this.#drawing = undefined;
      });
      await this.#drawing;
    }
    this.#permits -= 1;
    const reset = Math.max(0, Math.ceil((this.#endsAt - Date.now()) / 1000));
    return { limit: this.counted.limit, remaining: this.#permits + this.#remainingInStore, reset };
  }

  async #draw(): Promise<void> {
    const { key, limit, who, what } = this.counted;
    try {
      const drawn = await this.#store.consume(key, this.#lease);
      this.#permits = this.#lease;
      this.#remainingInStore = drawn.remainingPoints;
      this.#endsAt = Date.now() + drawn.msBeforeNext;
    } catch (failure) {
      const { msBeforeNext } = spentBy(failure);
      throw new Problem('rate_limited', {
        detail: `${who} ${limit} ${what} in ${WINDOW_SECONDS} s.`,
        retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)),
      });
    }
  }
}
