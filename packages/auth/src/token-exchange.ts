import { Problem } from '@stockade/contracts';
import { ExchangedTokens } from './exchanged-tokens.js';
import type { RegisteredClientOptions } from './registered-client.js';
import { type ExchangeTarget, TokenEndpoint, TokenRequestError } from './token-endpoint.js';
import { requestWithRetries } from './token-retries.js';

/** A caller waits for it. */
const ATTEMPTS = 3;
const CACHED_TOKENS = 10_000;

/** The token of a caller, verified: what it is exchanged for acts for its subject. */
export interface ParentToken {
  readonly token: string;
  /** `jti`. */
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

export interface TokenExchange {
  /**
   * A token for one audience and these scopes alone. Rejects with a Problem: `insufficient_scope` where the
   * parent lacks one of them, `token_expired`, `token_invalid` or `wrong_audience` where the issuer does not
   * take the parent, `issuer_unavailable`.
   */
  exchange(parent: ParentToken, wanted: ExchangeTarget): Promise<string>;
  /** Forgets all tokens; every exchange is refused afterwards. */
  close(): void;
}

/**
 * Exchanges callers' tokens (RFC 8693), and keeps what it got for as long as both tokens live: one exchange in
 * flight for the same parent, audience and scopes.
 */
export function createTokenExchange(options: RegisteredClientOptions): TokenExchange {
  const endpoint = new TokenEndpoint(options);
  const closing = new AbortController();
  const tokens = new ExchangedTokens(CACHED_TOKENS);

  async function obtain({ token }: ParentToken, wanted: ExchangeTarget) {
    try {
      return await requestWithRetries(() => endpoint.exchange(token, wanted), ATTEMPTS, closing.signal);
    } catch (error) {
      throw problemOf(error, wanted);
    }
  }

  return {
    async exchange(parent, wanted) {
      if (parent.expiresAt * 1000 <= Date.now()) throw new Problem('token_expired');
      const key = [parent.tokenId, wanted.audience, wanted.scope].join('\n');
      const { accessToken } = await tokens.get(key, parent.expiresAt, () => obtain(parent, wanted));
      return accessToken;
    },
    close() {
      closing.abort();
      tokens.close();
    },
  };
}

/** RFC 8693 section 2.2.2; Keycloak answers `access_denied` where the parent is not made out to this client. */
function problemOf(cause: unknown, { scope, audience }: ExchangeTarget): Problem {
  const error = cause instanceof TokenRequestError ? cause.error : undefined;
  if (error === 'invalid_scope') {
    const detail = `The token lacks the scope ${scope}: request a token with it.`;
    return new Problem('insufficient_scope', { detail, cause });
  }
  if (error === 'access_denied') return new Problem('wrong_audience', { cause });
  if (error === 'invalid_request' || error === 'invalid_grant') {
    const detail = `The issuer gives no token for ${audience} in exchange for this one: request a new one.`;
    return new Problem('token_invalid', { detail, cause });
  }
  return new Problem('issuer_unavailable', { retryAfter: 1, cause });
}
