import { changes, differs } from './difference.js';
import type { LiveUser } from './live-realm.js';
import type { SecretOf, Situation, Write } from './plan.js';
import type { UserRepresentation } from './representation.js';

/** People who are missing or differ; their roles come in a later stage. */
export function planPeople({ wanted, live, secretOf }: Situation): Write[] {
  return wanted.users.filter(isPerson).flatMap((user): Write[] => {
    const now = live.users.get(user.username);
    const { realmRoles: _, ...itself } = user;
    if (!now) {
      const body = withPassword(itself, secretOf);
      return [{ what: `add person ${user.username}`, method: 'POST', path: '/users', body }];
    }
    if (!differs(now, itself)) return [];
    return [
      { what: `change person ${user.username}`, method: 'PUT', path: `/users/${now.id}`, body: itself },
    ];
  });
}

/** Accounts of machines that are to be switched on or off; Keycloak makes them with their clients. */
export function planServiceAccounts({ wanted, live }: Situation): Write[] {
  return wanted.users.flatMap(({ username, enabled }): Write[] => {
    const now = live.serviceAccounts.get(username);
    if (!now || now.enabled === enabled) return [];
    const what = `switch ${enabled ? 'on' : 'off'} ${username}`;
    return [{ what, method: 'PUT', path: `/users/${now.id}`, body: { ...now, enabled } }];
  });
}

/** Who holds which role: a role of the policy is held by whom the policy names, and by nobody else. */
export function planRoleHolders({ wanted, live }: Situation): Write[] {
  return wanted.roles.realm.flatMap(({ name }): Write[] => {
    const holders = new Map((live.holders.get(name) ?? []).map((user) => [user.username, user]));
    const meant = wanted.users.filter(({ realmRoles }) => realmRoles.includes(name));
    const { add, remove } = changes(
      holders.keys(),
      meant.map(({ username }) => username),
    );
    const write = (method: 'POST' | 'DELETE', verb: string, username: string): Write => ({
      what: `${verb} ${username} role ${name}`,
      method,
      path: `/users/${(holders.get(username) ?? accountOf(live, username))?.id}/role-mappings/realm`,
      body: [{ name, id: live.roles.get(name)?.id }],
    });
    return [
      ...remove.map((username) => write('DELETE', 'take from', username)),
      ...add.map((username) => write('POST', 'give', username)),
    ];
  });
}

export function isPerson(user: UserRepresentation): boolean {
  return user.serviceAccountClientId === undefined;
}

/** A new account with its password, where there is one. */
export function withPassword<User extends { readonly username: string }>(user: User, secretOf: SecretOf) {
  const value = secretOf(user.username);
  return value === undefined
    ? user
    : { ...user, credentials: [{ type: 'password', value, temporary: false }] };
}

function accountOf(live: Situation['live'], username: string): LiveUser | undefined {
  return live.users.get(username) ?? live.serviceAccounts.get(username);
}
