import type { AccessPolicy, Authorized } from '@stockade/access';

/** The service as the caller of its own work: no token, its own role. Throws where access.yaml lacks it. */
export function serviceItself(policy: AccessPolicy, service: string): Authorized {
  const identity = policy.identities.get(service);
  const role = identity && policy.roles.get(identity.role);
  if (identity?.kind !== 'service' || !role) throw new Error(`access.yaml names no service ${service}`);
  return {
    agent: service,
    through: null,
    subject: service,
    roles: [role.name],
    scopes: role.scopes,
    tokenId: service,
    expiresAt: Number.MAX_SAFE_INTEGER,
    role: role.name,
  };
}
