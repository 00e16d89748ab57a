import { createHash, randomBytes } from 'node:crypto';
import { requestToken } from './token-endpoint.js';

/** The public client of the realm through which people obtain tokens. */
const clientId = 'stack-cli';
/** RFC 8252 section 7.3: any port of the loopback address will do, and nothing needs to listen on it here. */
const redirectUri = 'http://127.0.0.1:49152/callback';

interface Person {
  readonly username: string;
  readonly password: string;
}

/**
 * Authorization code with PKCE (RFC 7636), with the login page filled in for the person.
 * @throws Error when the page refuses, or is not the one that is known
 */
export async function logIn(issuer: string, person: Person, scope: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const page = await openLoginPage(issuer, {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    ...(scope && { scope }),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const code = codeOf(await submit(page, person), state);
  const parameters = { client_id: clientId, redirect_uri: redirectUri, code, code_verifier: verifier };
  return requestToken(issuer, { grant_type: 'authorization_code', ...parameters });
}

interface LoginPage {
  readonly action: string;
  readonly cookie: string;
}

async function openLoginPage(issuer: string, query: Record<string, string>): Promise<LoginPage> {
  const url = `${issuer}/protocol/openid-connect/auth?${new URLSearchParams(query)}`;
  const response = await fetch(url, { redirect: 'manual' }).catch(() => {
    throw new Error(`Keycloak does not answer at ${issuer}: run \`pnpm stack status\`.`);
  });
  const location = response.headers.get('location');
  if (location !== null) codeOf(location, query.state ?? '');
  const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(await response.text())?.[1];
  if (action === undefined) throw new Error(`Keycloak showed no login page (status ${response.status}).`);
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  return { action: action.replaceAll('&amp;', '&'), cookie };
}

/** @returns where the page sends the browser */
async function submit({ action, cookie }: LoginPage, person: Person): Promise<string> {
  const response = await fetch(action, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ username: person.username, password: person.password }),
  });
  const location = response.headers.get('location');
  if (location === null) throw new Error(`Keycloak did not accept the password of ${person.username}.`);
  return location;
}

/** RFC 6749 section 4.1.2. @throws Error with the error of the answer (section 4.1.2.1) */
function codeOf(location: string, state: string): string {
  const answer = new URL(location).searchParams;
  const code = answer.get('code');
  if (code !== null && answer.get('state') === state) return code;
  const reason = answer.get('error_description') ?? answer.get('error') ?? location.split('?', 1)[0];
  throw new Error(`Keycloak did not log in: ${reason}.`);
}
