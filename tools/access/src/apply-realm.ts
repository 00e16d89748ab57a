import type { AccessPolicy } from '@stockade/access';
import { AdminApi, type AdminCredentials } from './admin-api.js';
import { type LiveRealm, readRealm } from './live-realm.js';
import type { Plan, SecretOf } from './plan.js';
import { planClientScopes, planDefaultScopes, planScopeMappings } from './plan-client-scopes.js';
import { planAssignedScopes, planClients, withSecret } from './plan-clients.js';
import { planRemovals } from './plan-removals.js';
import { planRoles, planSettings } from './plan-settings.js';
import { isPerson, planPeople, planRoleHolders, planServiceAccounts, withPassword } from './plan-users.js';
import { realmOf } from './realm.js';
import type { RealmRepresentation } from './representation.js';

/** Each stage needs the ids of what the stages before it made. */
const stages: readonly (readonly Plan[])[] = [
  [planSettings, planRoles, planClientScopes],
  [planScopeMappings, planDefaultScopes, planClients, planPeople],
  [planAssignedScopes, planServiceAccounts, planRoleHolders],
  [planRemovals],
];

export interface ApplyOptions extends AdminCredentials {
  /** Its `realm` names the realm. */
  readonly policy: AccessPolicy;
  /** Client secret of a machine, password of a person; undefined leaves both to Keycloak. */
  readonly secretOf: SecretOf;
}

export interface Applied {
  /** What was changed, a line each; empty when the realm already was as the policy says. */
  readonly writes: readonly string[];
}

/**
 * Creates the realm of a policy, or brings a running one to it. Never touches signing keys or sessions, so
 * tokens that were issued before stay valid. A person's password is set once and never overwritten.
 */
export async function applyRealm({ policy, secretOf, ...credentials }: ApplyOptions): Promise<Applied> {
  const wanted = realmOf(policy);
  const api = await AdminApi.signIn(credentials);
  const live = await readRealm(api, wanted.realm);
  if (live) await reconcile(api, wanted, live, secretOf);
  else await api.write(`create realm ${wanted.realm}`, 'POST', '', withSecrets(wanted, secretOf));
  return { writes: api.writes };
}

async function reconcile(api: AdminApi, wanted: RealmRepresentation, found: LiveRealm, secretOf: SecretOf) {
  let live = found;
  for (const stage of stages) {
    const writes = stage.flatMap((plan) => plan({ wanted, live, secretOf }));
    for (const { what, method, path, body } of writes) {
      await api.write(what, method, `/${wanted.realm}${path}`, body);
    }
    if (writes.length > 0) live = (await readRealm(api, wanted.realm)) ?? live;
  }
}

function withSecrets(realm: RealmRepresentation, secretOf: SecretOf) {
  return {
    ...realm,
    clients: realm.clients.map((client) => withSecret(client, secretOf(client.clientId))),
    users: realm.users.map((user) => (isPerson(user) ? withPassword(user, secretOf) : user)),
  };
}
