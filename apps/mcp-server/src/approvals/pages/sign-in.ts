import { readFile } from 'node:fs/promises';
import { governance } from '@stockade/contracts';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  discovery,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type ServerMetadata,
} from 'openid-client';
import { z } from 'zod';

const TIMEOUT_SECONDS = 5;
const { service, scope: read } = governance.getApproval;
const SCOPE = `openid audience:${service} ${read} ${governance.decideApproval.scope}`;

/** What has to come back as it went, while the person is at the issuer. */
export const signInState = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  approvalId: z.string(),
});
export type SignInState = z.output<typeof signInState>;

export interface SignedIn {
  /** Made out to governance-api. */
  readonly token: string;
  readonly person: string;
  /** Seconds that the token lives. */
  readonly seconds: number;
}

export interface SignInOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretFile: string;
  /** Where the issuer sends the person back to. */
  readonly callback: URL;
}

/** Signs people in at the issuer: authorization code (RFC 6749 section 4.1) with PKCE (RFC 7636), as a confidential client. */
export class SignIn {
  #server: ServerMetadata | undefined;

  constructor(private readonly options: SignInOptions) {}

  /** Where to send the person; `anew` where another one is to sign in. */
  async begin(approvalId: string, anew: boolean): Promise<{ url: URL; state: SignInState }> {
    const state = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      approvalId,
    };
    const url = buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: this.options.callback.href,
      scope: SCOPE,
      code_challenge: await calculatePKCECodeChallenge(state.verifier),
      code_challenge_method: 'S256',
      state: state.state,
      nonce: state.nonce,
      ...(anew && { prompt: 'login' }),
    });
    return { url, state };
  }

  /** Throws where the issuer did not sign the person in, or the answer is not to what was asked. */
  async finish(answer: URL, { state, nonce, verifier }: SignInState): Promise<SignedIn> {
    const tokens = await authorizationCodeGrant(await this.#configuration(), answer, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const person = tokens.claims()?.preferred_username;
    if (typeof person !== 'string' || tokens.expires_in === undefined) {
      throw new Error('the issuer named no person, or no end of the token');
    }
    return { token: tokens.access_token, person, seconds: tokens.expires_in };
  }

  /** The secret is read each time, so that a rotation needs no restart. */
  async #configuration(): Promise<Configuration> {
    const { issuer, clientId, clientSecretFile } = this.options;
    const secret = (await readFile(clientSecretFile, 'utf8')).trim();
    const server = new URL(issuer);
    const transport = server.protocol === 'http:' ? [allowInsecureRequests] : [];
    if (this.#server === undefined) {
      const options = { execute: transport, timeout: TIMEOUT_SECONDS };
      this.#server = (await discovery(server, clientId, undefined, None(), options)).serverMetadata();
    }
    const configuration = new Configuration(this.#server, clientId, undefined, ClientSecretPost(secret));
    configuration.timeout = TIMEOUT_SECONDS;
    for (const apply of transport) apply(configuration);
    return configuration;
  }
}
