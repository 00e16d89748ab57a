import { RegisteredClient, type RegisteredClientOptions } from '@stockade/auth';
import { governance } from '@stockade/contracts';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { z } from 'zod';

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

export interface SignInOptions extends RegisteredClientOptions {
  /** Where the issuer sends the person back to. */
  readonly callback: URL;
}

/** Signs people in at the issuer: authorization code (RFC 6749 section 4.1) with PKCE (RFC 7636), as a confidential client. */
export class SignIn {
  readonly #client: RegisteredClient;

  constructor(private readonly options: SignInOptions) {
    this.#client = new RegisteredClient(options);
  }

  /** Where to send the person; `anew` where another one is to sign in. */
  async begin(approvalId: string, anew: boolean): Promise<{ url: URL; state: SignInState }> {
    const state = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      approvalId,
    };
    const url = buildAuthorizationUrl(await this.#client.configuration(), {
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
    const tokens = await authorizationCodeGrant(await this.#client.configuration(), answer, {
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
}
