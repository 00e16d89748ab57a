import type { Principal } from '@stockade/access';
import { LRUCache } from 'lru-cache';

interface Entry {
  readonly principal: Principal;
  readonly kid: string;
}

/** Tokens verified before: at most `limit`, the least recently used gives way. */
export class RememberedTokens {
  readonly #entries: LRUCache<string, Entry>;

  constructor(readonly limit: number) {
    this.#entries = new LRUCache({ max: limit });
  }

  /** Compares `exp` with the clock on each call: an entry never outlives its token. */
  get(token: string): Principal | undefined {
    const principal = this.#entries.get(token)?.principal;
    if (principal === undefined || principal.expiresAt * 1000 > Date.now()) return principal;
    this.#entries.delete(token);
    return undefined;
  }

  add(token: string, principal: Principal, kid: string): void {
    this.#entries.set(token, { principal, kid });
  }

  /** Forgets every token whose signing key the issuer has withdrawn. */
  keepSignedBy(kids: ReadonlySet<string>): void {
    for (const [token, { kid }] of [...this.#entries]) if (!kids.has(kid)) this.#entries.delete(token);
  }
}
