import type { Principal } from '@stockade/access';

interface Entry {
  readonly principal: Principal;
  readonly kid: string;
}

/** Tokens verified before: at most `limit`, the least recently used gives way. */
export class RememberedTokens {
  readonly #entries = new Map<string, Entry>();

  constructor(readonly limit: number) {}

  /** Compares `exp` with the clock on each call: an entry never outlives its token. */
  get(token: string): Principal | undefined {
    const entry = this.#entries.get(token);
    if (entry === undefined) return undefined;
    this.#entries.delete(token);
    if (entry.principal.expiresAt * 1000 <= Date.now()) return undefined;
    this.#entries.set(token, entry);
    return entry.principal;
  }

  add(token: string, principal: Principal, kid: string): void {
    this.#entries.delete(token);
    this.#entries.set(token, { principal, kid });
    if (this.#entries.size <= this.limit) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  /** Forgets every token whose signing key the issuer has withdrawn. */
  keepSignedBy(kids: ReadonlySet<string>): void {
    for (const [token, { kid }] of this.#entries) if (!kids.has(kid)) this.#entries.delete(token);
  }
}
