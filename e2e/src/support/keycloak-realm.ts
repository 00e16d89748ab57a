import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Identity, peoplesClient } from '@stockade/access';
import type { StackEnvironment } from '@stockade/testing';
import { z } from 'zod';

const answer = z.looseObject({
  access_token: z.string().default(''),
  scope: z.string().default(''),
  error: z.string().optional(),
});

/** An answer of the token endpoint: a token, or an error code of RFC 6749 section 5.2. */
export type TokenAnswer = z.output<typeof answer> & { readonly status: number };

/** A realm of the running Keycloak: obtains tokens of its identities, and administers it. */
export class KeycloakRealm {
  readonly issuer: string;

  constructor(
    protected readonly keycloak: StackEnvironment['keycloak'],
    readonly name: string,
    /** Client secret or password of an identity. */
    readonly secretOf: (identity: string) => string,
  ) {
    this.issuer = `${keycloak.url}/realms/${name}`;
  }

  /** A machine by its client credentials, a person by signing in. @throws Error where Keycloak refuses */
  async tokenOf({ kind, name }: Identity, scopes: readonly string[]): Promise<string> {
    const scope = scopes.join(' ');
    const given =
      kind === 'person' ? await this.signIn(name, scope) : await this.clientCredentials(name, scope);
    if (given.access_token !== '') return given.access_token;
    throw new Error(`Keycloak gave ${name} no token for "${scope}": ${given.status} ${given.error}`);
  }

  /** RFC 6749 section 4.4. */
  clientCredentials(client: string, scope = ''): Promise<TokenAnswer> {
    return this.token({
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: this.secretOf(client),
      ...(scope === '' ? {} : { scope }),
    });
  }

  /** Token exchange (RFC 8693) by a client, to act for the subject of a token. */
  exchange(client: string, subjectToken: string, parameters: Record<string, string>): Promise<TokenAnswer> {
    return this.token({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_id: client,
      client_secret: this.secretOf(client),
      subject_token: subjectToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      ...parameters,
    });
  }

  /** Authorization code with PKCE (RFC 7636), on a loopback port. */
  async signIn(person: string, scope: string, client = peoplesClient): Promise<TokenAnswer> {
    const verifier = randomBytes(32).toString('base64url');
    const redirectUri = 'http://127.0.0.1:53682/callback';
    const page = await this.authorize({
      client_id: client,
      redirect_uri: redirectUri,
      scope,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const code = (await this.logIn(page, person)).searchParams.get('code') ?? '';
    return this.token({
      grant_type: 'authorization_code',
      client_id: client,
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
  }

  /** Fills in the login page. Returns where it sends the browser. */
  async logIn(page: Response, person: string): Promise<URL> {
    const action = /action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
    const cookie = page.headers.getSetCookie().map((each) => each.split(';')[0]);
    const response = await fetch(action, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookie.join('; ') },
      body: new URLSearchParams({ username: person, password: this.secretOf(person) }),
    });
    return new URL(response.headers.get('location') ?? '');
  }

  /** The answer to an authorization request (RFC 6749 section 4.1.1), not followed. */
  authorize(parameters: Record<string, string>): Promise<Response> {
    const query = new URLSearchParams({ response_type: 'code', client_id: peoplesClient, ...parameters });
    return fetch(`${this.issuer}/protocol/openid-connect/auth?${query}`, { redirect: 'manual' });
  }

  async token(parameters: Record<string, string>): Promise<TokenAnswer> {
    const response = await this.post('token', parameters);
    return { ...answer.parse(await response.json()), status: response.status };
  }

  /** RFC 7662, asked by a client that is in the token's audience. */
  async isActive(token: string, by: string): Promise<boolean> {
    const response = await this.post('token/introspect', {
      client_id: by,
      client_secret: this.secretOf(by),
      token,
    });
    return z.object({ active: z.boolean() }).parse(await response.json()).active;
  }

  /** RFC 7009. */
  async revoke(client: string, token: string): Promise<number> {
    const parameters = { client_id: client, client_secret: this.secretOf(client), token };
    return (await this.post('revoke', parameters)).status;
  }

  /** A call of the admin REST API, under the realm. */
  async admin(method: string, path: string, body?: unknown): Promise<Response> {
    const { url, adminUser, adminPasswordFile } = this.keycloak;
    const signIn = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: 'admin-cli',
        username: adminUser,
        password: (await readFile(adminPasswordFile, 'utf8')).trim(),
      }),
    });
    const { access_token: token } = answer.parse(await signIn.json());
    return fetch(`${url}/admin/realms/${this.name}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  private post(endpoint: string, parameters: Record<string, string>): Promise<Response> {
    return fetch(`${this.issuer}/protocol/openid-connect/${endpoint}`, {
      method: 'POST',
      body: new URLSearchParams(parameters),
    });
  }
}
