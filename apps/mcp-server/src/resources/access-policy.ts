import type { AccessPolicy } from '@stockade/access';
import type { Resource } from './resource.js';

/**
 * What callers may know of access.yaml: who may do what, within which limits. Not whom to write to, and neither
 * logins nor grants, which are of use to nobody but an attacker.
 */
export function accessPolicyResource(policy: AccessPolicy): Resource {
  const content = publicPart(policy);
  return {
    name: 'access-policy',
    title: 'Who may do what',
    description:
      'Scopes, the roles that hold them with their conditions, and the agents with their roles and limits.',
    uri: 'stockade://access-policy',
    scope: undefined,
    completions: {},
    read: async () => content,
  };
}

function publicPart({ scopes, roles, identities }: AccessPolicy): object {
  return {
    scopes: Object.fromEntries([...scopes].map(([name, { description }]) => [name, description])),
    roles: [...roles.values()].map(({ name, description, scopes: held, conditions, approvals, limits }) => ({
      name,
      description,
      scopes: [...held],
      conditions,
      approvals,
      limits,
    })),
    agents: [...identities.values()]
      .filter(({ kind }) => kind === 'agent')
      .map(({ name, role, purpose, status, limits }) => ({ name, role, purpose, status, limits })),
  };
}
