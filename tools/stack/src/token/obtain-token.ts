import type { AccessPolicy, Identity } from '@stockade/access';
import type { StackEnvironment } from '../environment.js';
import { isClient } from '../secrets/platform-secrets.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { logIn } from './authorization-code.js';
import { requestedScope, type TokenRequest } from './requested-scope.js';
import { requestToken } from './token-endpoint.js';

/** No identity has this name. */
export class UnknownClient extends Error {
  override readonly name = 'UnknownClient';
}

/**
 * An access token of one of the platform's identities, with the secret or password made at the first start.
 * @throws UnknownClient naming those that are known; Error with what Keycloak answered
 */
export async function obtainToken(
  policy: AccessPolicy,
  secrets: SecretStore,
  environment: () => StackEnvironment,
  client: string,
  request: TokenRequest,
): Promise<string> {
  const identity = policy.identities.get(client);
  if (identity === undefined) {
    const known = [...policy.identities.keys()].join(', ');
    throw new UnknownClient(`There is no client ${client} in access.yaml; there are ${known}.`);
  }
  if (request.audience !== undefined && !policy.audiences.has(request.audience)) {
    throw new UnknownClient(
      `There is no audience ${request.audience}; there are ${[...policy.audiences].join(', ')}.`,
    );
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
