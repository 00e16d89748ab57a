import { readFile } from 'node:fs/promises';
import {
  allowInsecureRequests,
  ClientError,
  Configuration,
  discovery,
  None,
  type ServerMetadata,
} from 'openid-client';
import { clientAuthentication } from './client-authentication.js';

const TIMEOUT_SECONDS = 5;

export interface RegisteredClientOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** File that holds the client secret, or the private key that stands for one. */
  readonly clientSecretFile: string;
}

/** A confidential client of an issuer, as openid-client takes it. */
export class RegisteredClient {
  #server: ServerMetadata | undefined;

  constructor(private readonly options: RegisteredClientOptions) {}

  /**
   * With the issuer's metadata, asked for once, and the secret as it stands in its file now, so that a rotation
   * needs no restart (R13). Throws where the file holds none, and what openid-client throws.
   */
  async configuration(): Promise<Configuration> {
    const { issuer, clientId } = this.options;
    const secret = await this.#readSecret();
    const server = new URL(issuer);
    const transport = server.protocol === 'http:' ? [allowInsecureRequests] : [];
    const options = { execute: transport, timeout: TIMEOUT_SECONDS };
    this.#server ??= await discover(server, clientId, options);
    const authentication = await clientAuthentication(secret, this.#server);
    const configuration = new Configuration(this.#server, clientId, undefined, authentication);
    configuration.timeout = TIMEOUT_SECONDS;
    for (const apply of transport) apply(configuration);
    return configuration;
  }

  async #readSecret(): Promise<string> {
    const { clientSecretFile } = this.options;
    const secret = (await readFile(clientSecretFile, 'utf8').catch(() => '')).trim();
    // A rotation may be replacing the file at this moment.
    if (secret === '') throw new Error(`${clientSecretFile} holds no client secret`);
    return secret;
  }
}

/** Metadata of OpenID Connect, or of OAuth alone (RFC 8414) where an issuer has only those. */
async function discover(
  server: URL,
  clientId: string,
  options: NonNullable<Parameters<typeof discovery>[4]>,
): Promise<ServerMetadata> {
  const ask = (algorithm: 'oidc' | 'oauth2') =>
    discovery(server, clientId, undefined, None(), { ...options, algorithm });
  const discovered = await ask('oidc').catch((error: unknown) => {
    if (error instanceof ClientError && error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return ask('oauth2');
    throw error;
  });
  return discovered.serverMetadata();
}
