import { type AccessPolicy, approvalPagesClient, type Identity } from '@stockade/access';
import type { SecretName } from './secret-store.js';

/** Every secret that the platform needs, from the policy: a login, a client, a consumer, a person each has one. */
export function platformSecrets(policy: AccessPolicy): SecretName[] {
  const identities = [...policy.identities.values()];
  return [
    'admin/postgres',
    'admin/keycloak',
    'admin/redis',
    ...[...policy.roles.values()].map((role): SecretName => `postgres/${role.login}`),
    ...[...policy.logins.keys()].map((login): SecretName => `postgres/${login}`),
    ...identities.filter(isClient).map((identity): SecretName => `keycloak/${identity.name}`),
    `keycloak/${approvalPagesClient}`,
    ...identities.filter(({ exchanges }) => exchanges).map(({ name }): SecretName => `sealing/${name}`),
    'signing/mcp-server',
    ...identities.filter(usesQueues).map((identity): SecretName => `queue/${identity.name}`),
    'queue/relay',
    ...identities.filter((one) => !isClient(one)).map((person): SecretName => `people/${person.name}`),
  ];
}

/** A confidential client with a secret of its own; people have passwords instead. */
export function isClient(identity: Identity): boolean {
  return identity.kind !== 'person';
}

export function usesQueues(identity: Identity): boolean {
  return identity.consumes.size + identity.collects.size > 0;
}
