import { type AccessPolicy, decide, type Principal } from '@stockade/access';

/** What needs a scope: a tool, a resource, a prompt. */
interface Scoped {
  readonly scope: string | undefined;
}

/**
 * Says of each thing that needs a scope whether a caller is shown it: its role must hold the scope, and so must
 * its token. A token that names none of the scopes of tools, as a client has it that followed the first
 * challenge, is shown what it could step up to.
 */
export function visibleTo(
  policy: AccessPolicy,
  scopes: readonly string[],
  principal: Principal,
): (one: Scoped) => boolean {
  if (policy.identities.get(principal.agent)?.status !== 'active') return () => false;
  const isNarrowed = scopes.some((scope) => principal.scopes.has(scope));
  const shown = isNarrowed ? principal : { ...principal, scopes: new Set(scopes) };
  return ({ scope }) => scope === undefined || decide(policy, shown, scope).allowed;
}
