import {
  type Configuration,
  clientCredentialsGrant,
  genericGrantRequest,
  ResponseBodyError,
  type TokenEndpointResponse,
} from 'openid-client';
import { RegisteredClient, type RegisteredClientOptions } from './registered-client.js';

export interface GrantedToken {
  readonly accessToken: string;
  /** Seconds since the epoch, as all times here. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** No token was to be had. Says why, and holds neither the secret nor the request that carried it. */
export class TokenRequestError extends Error {
  override readonly name = 'TokenRequestError';

  /** Whether the same request may succeed later. */
  readonly transient: boolean;
  /** What the issuer answered (RFC 6749 section 5.2); undefined where it did not answer. */
  readonly error: string | undefined;

  constructor(message: string, { transient, error }: { transient: boolean; error?: string }) {
    super(message);
    this.transient = transient;
    this.error = error;
  }
}

/** What a token is to be exchanged for. */
export interface ExchangeTarget {
  /** OAuth client that the new token is made out to. */
  readonly audience: string;
  /** Scopes, parted by spaces. */
  readonly scope: string;
}

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** The issuer's token endpoint, as one client uses it. */
export class TokenEndpoint {
  readonly #client: RegisteredClient;

  constructor(private readonly options: RegisteredClientOptions) {
    this.#client = new RegisteredClient(options);
  }

  /** Client credentials grant (RFC 6749 section 4.4). Throws TokenRequestError. */
  request(scope: string): Promise<GrantedToken> {
    return this.#obtain((configuration) => clientCredentialsGrant(configuration, { scope }));
  }

  /** Token exchange (RFC 8693 section 2.1), to act for the subject of the token. Throws TokenRequestError. */
  exchange(subjectToken: string, { audience, scope }: ExchangeTarget): Promise<GrantedToken> {
    const parameters = {
      subject_token: subjectToken,
      subject_token_type: ACCESS_TOKEN,
      requested_token_type: ACCESS_TOKEN,
      audience,
      scope,
    };
    return this.#obtain((configuration) => genericGrantRequest(configuration, TOKEN_EXCHANGE, parameters));
  }

  async #obtain(
    ask: (configuration: Configuration) => Promise<TokenEndpointResponse>,
  ): Promise<GrantedToken> {
    try {
      const configuration = await this.#client.configuration();
      const issuedAt = Date.now() / 1000;
      return granted(await ask(configuration), issuedAt);
    } catch (error) {
      throw toTokenRequestError(error, this.options);
    }
  }
}

function granted({ access_token, expires_in }: TokenEndpointResponse, issuedAt: number): GrantedToken {
  if (expires_in === undefined) throw new Error('the token has no expires_in');
  return { accessToken: access_token, issuedAt, expiresAt: issuedAt + expires_in };
}

function toTokenRequestError(
  error: unknown,
  { issuer, clientId }: RegisteredClientOptions,
): TokenRequestError {
  if (error instanceof ResponseBodyError) {
    // 401 may be a secret that is being rotated; any other 4xx is a request that will never be granted.
    const transient = error.status >= 500 || error.status === 401 || error.status === 429;
    const reason = error.error_description ?? 'no description';
    const message = `${clientId}: ${issuer} answered ${error.error} (${reason})`;
    return new TokenRequestError(message, { transient, error: error.error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new TokenRequestError(`${clientId}: no token from ${issuer} (${reason})`, { transient: true });
}
