import { type AccessPolicy, type Identity, scopesAt } from '@stockade/access';

export interface TokenRequest {
  /** Service that the token is made out to; without it, every service of its scopes. */
  readonly audience?: string | undefined;
  /** Exactly these scopes, parted by spaces; empty for none. Without it, those of the identity's role. */
  readonly scope?: string | undefined;
}

/** The `scope` parameter (RFC 6749 section 3.3) that obtains what was asked for; empty where none is to be sent. */
export function requestedScope(policy: AccessPolicy, identity: Identity, request: TokenRequest): string {
  const { audience, scope } = request;
  const held = [...(policy.roles.get(identity.role)?.scopes ?? [])];
  const useful = audience ? scopesAt(policy, identity.role, audience) : held;
  const chosen = scope?.split(/\s+/).filter(Boolean) ?? useful;
  const audiences = audience ? [audience] : audiencesOf(policy, chosen);
  return [...audiences.map((service) => `audience:${service}`), ...chosen].join(' ');
}

/** Services of the scopes; a scope that no policy knows is left to Keycloak to refuse. */
function audiencesOf(policy: AccessPolicy, scopes: readonly string[]): string[] {
  return [...new Set(scopes.flatMap((scope) => policy.scopes.get(scope)?.audience ?? []))];
}
