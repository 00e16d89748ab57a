import type { AccessPolicy } from './policy.js';
import type { Principal } from './principal.js';

export type Decision =
  | { readonly allowed: true /** The role whose login does the work. */; readonly role: string }
  | {
      readonly allowed: false;
      readonly reason: 'insufficient_scope';
      readonly scope: string;
      /** Safe for the caller: which half is missing and what to do. */
      readonly detail: string;
    };

type Caller = Pick<Principal, 'agent' | 'roles' | 'scopes'>;

/**
 * Allows when the policy knows the caller as active, the token holds the scope, and so does one of its roles.
 * A caller with several such roles acts in the first of them.
 */
export function decide(policy: AccessPolicy, principal: Caller, scope: string): Decision {
  if (policy.identities.get(principal.agent)?.status !== 'active') {
    return denied(scope, `${principal.agent} is not an active identity of this platform.`);
  }
  if (!principal.scopes.has(scope)) {
    return denied(scope, `The token lacks the scope ${scope}: request a token with it.`);
  }
  const role = principal.roles.find((name) => policy.roles.get(name)?.scopes.has(scope));
  if (role === undefined) return denied(scope, `No role of ${principal.agent} holds the scope ${scope}.`);
  return { allowed: true, role };
}

/** Names of the roles that hold a scope, in the order of the policy. */
export function rolesHolding(policy: AccessPolicy, scope: string): string[] {
  return [...policy.roles.values()].filter((role) => role.scopes.has(scope)).map((role) => role.name);
}

/**
 * The scopes of a role that a token for a service needs: those of the service itself, or, where it exchanges
 * its callers' tokens, those of every service that it calls for them.
 */
export function scopesAt(policy: AccessPolicy, role: string, service: string): string[] {
  const held = [...(policy.roles.get(role)?.scopes ?? [])];
  if (policy.identities.get(service)?.exchanges) return held;
  return held.filter((scope) => policy.scopes.get(scope)?.audience === service);
}

function denied(scope: string, detail: string): Decision {
  return { allowed: false, reason: 'insufficient_scope', scope, detail };
}
