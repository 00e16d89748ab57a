import { refreshAt } from './refresh-at.js';
import type { RegisteredClientOptions } from './registered-client.js';
import { type GrantedToken, TokenEndpoint } from './token-endpoint.js';
import { backoff, closed, requestWithRetries } from './token-retries.js';

const ATTEMPTS = 6;
const SHORTEST_REFRESH_MS = 1000;

export interface TokenSourceOptions extends RegisteredClientOptions {
  /** Scopes to ask for, by audience, beside `audience:<audience>`. */
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
}

export interface TokenSource {
  /** A live access token for one audience. Rejects with TokenRequestError when none is to be had. */
  token(audience: string): Promise<string>;
  /** Ends all refreshing; the source gives no token afterwards. */
  close(): void;
}

/** Keeps one fresh token for each audience that was asked for (R5). */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const endpoint = new TokenEndpoint(options);
  const closing = new AbortController();
  const audiences = new Map<string, FreshToken>();
  return {
    async token(audience) {
      let fresh = audiences.get(audience);
      if (fresh === undefined) {
        const scope = [`audience:${audience}`, ...(options.scopes?.[audience] ?? [])].join(' ');
        fresh = new FreshToken(() => endpoint.request(scope), closing.signal);
        audiences.set(audience, fresh);
      }
      return fresh.get();
    },
    close() {
      closing.abort();
    },
  };
}

/** One token, requested again before it ends; one request in flight. */
class FreshToken {
  readonly #request: () => Promise<GrantedToken>;
  readonly #closing: AbortSignal;
  #current: GrantedToken | undefined;
  #refreshing: Promise<GrantedToken> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(request: () => Promise<GrantedToken>, closing: AbortSignal) {
    this.#request = request;
    this.#closing = closing;
    closing.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** A token that still lives is served even while its refresh fails. */
  async get(): Promise<string> {
    const current = this.#current;
    if (this.#closing.aborted) throw closed();
    if (current !== undefined && Date.now() < current.expiresAt * 1000) return current.accessToken;
    return (await this.#refresh()).accessToken;
  }

  #refresh(): Promise<GrantedToken> {
    this.#refreshing ??= this.#obtain().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #obtain(): Promise<GrantedToken> {
    const token = await requestWithRetries(this.#request, ATTEMPTS, this.#closing);
    this.#current = token;
    this.#schedule(refreshAt(token.issuedAt, token.expiresAt) * 1000 - Date.now());
    return token;
  }

  #schedule(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#closing.aborted) return;
    this.#timer = setTimeout(
      () => this.#refresh().catch(() => this.#schedule(backoff(ATTEMPTS))),
      Math.max(SHORTEST_REFRESH_MS, milliseconds),
    ).unref();
  }
}
