import { LRUCache } from 'lru-cache';
import type { GrantedToken } from './token-endpoint.js';

/** A token is not handed out in its last seconds: the call that it is for takes some. */
const MARGIN_SECONDS = 5;
const SWEEP_MS = 15_000;

interface Entry {
  readonly token: Promise<GrantedToken>;
  /** Seconds since the epoch; until the exchange has ended, the end of the parent. */
  until: number;
}

/** Tokens by what they were exchanged for: at most `limit`, the least recently used gives way. */
export class ExchangedTokens {
  readonly #entries: LRUCache<string, Entry>;
  readonly #sweeping = setInterval(() => this.#dropEnded(), SWEEP_MS).unref();

  constructor(readonly limit: number) {
    this.#entries = new LRUCache({ max: limit });
  }

  /** The token kept under the key, or one that `obtain` gives; kept no longer than to the end of its parent. */
  get(key: string, parentEnds: number, obtain: () => Promise<GrantedToken>): Promise<GrantedToken> {
    const known = this.#entries.get(key);
    if (known && known.until * 1000 > Date.now()) return known.token;
    const entry = this.#entryOf(key, parentEnds, obtain);
    this.#entries.set(key, entry);
    return entry.token;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Forgets all. */
  close(): void {
    clearInterval(this.#sweeping);
    this.#entries.clear();
  }

  #entryOf(key: string, parentEnds: number, obtain: () => Promise<GrantedToken>): Entry {
    const token = obtain();
    const entry: Entry = { token, until: parentEnds };
    token.then(
      ({ expiresAt }) => {
        entry.until = Math.min(parentEnds, expiresAt - MARGIN_SECONDS);
      },
      () => {
        if (this.#entries.peek(key) === entry) this.#entries.delete(key);
      },
    );
    return entry;
  }

  #dropEnded(): void {
    const now = Date.now() / 1000;
    for (const [key, { until }] of [...this.#entries]) if (until <= now) this.#entries.delete(key);
  }
}
