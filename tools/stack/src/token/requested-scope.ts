import type { AccessPolicy, Identity } from '@stockade/access';
import { scopesAt } from '../topology.js';

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
  const chosen = scope?.split(/\s+/).filter(Boolean) ?? (audience ? scopesAt(policy, held, audience) : held);
  return [...(audience ? [`audience:${audience}`] : []), ...chosen].join(' ');
}
