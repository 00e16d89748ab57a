import type { AccessPolicy, Identity } from '@stockade/access';
import type { StackEnvironment } from '../environment.js';
import { isClient } from '../secrets/platform-secrets.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { UnknownName } from '../supervisor/unknown-name.js';
import { logIn } from './authorization-code.js';
import { requestedScope, type TokenRequest } from './requested-scope.js';
import { requestToken } from './token-endpoint.js';

/**
 * An access token of one of the platform's identities, with the secret or password made at the first start.
 * @throws UnknownName; Error with what Keycloak answered
 */
export async function obtainToken(
  policy: AccessPolicy,
  secrets: SecretStore,
  environment: () => StackEnvironment,
  client: string,
  request: TokenRequest,
): Promise<string> {
  const identity = policy.identities.get(client);
  if (identity === undefined) throw new UnknownName(`client ${client}`, policy.identities.keys());
  const { audience } = request;
  if (audience !== undefined && !policy.audiences.has(audience)) {
    throw new UnknownName(`audience ${audience}`, policy.audiences);
  }
  const { issuer } = environment();
  const scope = requestedScope(policy, identity, request);
  return isClient(identity)
    ? clientCredentials(issuer, identity, secrets, scope)
    : logIn(issuer, { username: identity.name, password: secrets.read(`people/${identity.name}`) }, scope);
}

/** RFC 6749 section 4.4. */
function clientCredentials(
  issuer: string,
  { name }: Identity,
  secrets: SecretStore,
  scope: string,
): Promise<string> {
  const secret = secrets.read(`keycloak/${name}`);
  // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
  const credentials = [name, secret].map(encodeURIComponent).join(':');
  return requestToken(
    issuer,
    { grant_type: 'client_credentials', ...(scope && { scope }) },
    { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  );
}
