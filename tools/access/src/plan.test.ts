import { fileURLToPath } from 'node:url';
import { type AccessPolicy, loadPolicy } from '@stockade/access';
import { describe, expect, it } from 'vitest';
import type { LiveRealm } from './live-realm.js';
import type { Plan, SecretOf } from './plan.js';
import { planClientScopes, planDefaultScopes, planScopeMappings } from './plan-client-scopes.js';
import { planAssignedScopes, planClients } from './plan-clients.js';
import { planRemovals } from './plan-removals.js';
import { planRoles, planSettings } from './plan-settings.js';
import { planPeople, planRoleHolders, planServiceAccounts } from './plan-users.js';
import { realmOf } from './realm.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));
const plans: Plan[] = [
  planSettings,
  planRoles,
  planClientScopes,
  planScopeMappings,
  planDefaultScopes,
  planClients,
  planPeople,
  planAssignedScopes,
  planServiceAccounts,
  planRoleHolders,
  planRemovals,
];

const writesTo = (
  live: LiveRealm,
  wanted: AccessPolicy,
  secretOf: SecretOf = (name) => `secret of ${name}`,
) => plans.flatMap((plan) => plan({ wanted: realmOf(wanted), live, secretOf }));
const said = (...parameters: Parameters<typeof writesTo>) => writesTo(...parameters).map(({ what }) => what);

describe('plans', () => {
  it('write nothing to a realm that is as the policy says', () => {
    expect(said(liveOf(policy), policy)).toEqual([]);
  });

  it('bring an added agent, and nothing else', () => {
    const live = liveOf({ ...policy, identities: without(policy.identities, 'order_placer') });
    expect(said(live, policy)).toEqual([
      'add client order_placer',
      'give service-account-order_placer role OrderAgent',
    ]);
  });

  it('change settings alone where only the lifetime of tokens changed', () => {
    const writes = writesTo(liveOf(policy), { ...policy, token: { ...policy.token, lifetimeSeconds: 120 } });
    expect(writes).toEqual([
      {
        what: 'change realm settings accessTokenLifespan',
        method: 'PUT',
        path: '',
        body: { accessTokenLifespan: 120 },
      },
    ]);
  });

  it('switch off the client of a suspended agent and its account, and both on again', () => {
    const order = policy.identities.get('order_placer');
    if (!order) throw new Error('no order_placer');
    const identities = new Map(policy.identities).set('order_placer', { ...order, status: 'suspended' });
    const suspended: AccessPolicy = { ...policy, identities };
    const writes = ['change enabled of client order_placer', 'switch off service-account-order_placer'];
    expect(said(liveOf(policy), suspended)).toEqual(writes);
    expect(said(liveOf(suspended), policy)).toEqual([writes[0], 'switch on service-account-order_placer']);
  });

  it('put back the rule that no exchange widens a scope', () => {
    const live = liveOf(policy);
    const settings = { ...live.settings, clientPolicies: { policies: [] } };
    expect(said({ ...live, settings }, policy)).toEqual(['change realm settings clientPolicies']);
  });

  it('R13: replace a client secret, and say so without it', () => {
    const writes = writesTo(liveOf(policy), policy, (name) =>
      name === 'inventory_bot' ? 'rotated' : `secret of ${name}`,
    );
    expect(writes).toMatchObject([
      { what: 'change secret of client inventory_bot', body: { secret: 'rotated' } },
    ]);
    expect(writes[0]?.what).not.toContain('rotated');
  });

  it('leave secrets to Keycloak where there are none', () => {
    expect(said(liveOf(policy), policy, () => undefined)).toEqual([]);
  });

  it('set a password for a new person only', () => {
    const live = liveOf({ ...policy, identities: without(policy.identities, 'auditor') });
    const [added] = writesTo(live, policy);
    expect(added).toMatchObject({
      what: 'add person auditor',
      body: { credentials: [{ value: 'secret of auditor' }] },
    });
    expect(JSON.stringify(writesTo(liveOf(policy), policy, () => 'another')).includes('"credentials"')).toBe(
      false,
    );
  });

  it('remove only what was generated', () => {
    const live = liveOf(policy);
    const byHand = { id: 'x', clientId: 'by_hand', attributes: {}, serviceAccountsEnabled: false };
    const clients = new Map([
      ...live.clients,
      ['by_hand', { ...byHand, defaultClientScopes: [], optionalClientScopes: [] }] as const,
    ]);
    const smaller = { ...policy, identities: without(policy.identities, 'shipment_tracker') };
    const removed = said({ ...live, clients }, smaller).filter((what) => what.startsWith('remove'));
    expect(removed).toEqual(['remove client shipment_tracker']);
  });
});

/** A running realm that is as a policy says. */
function liveOf(from: AccessPolicy): LiveRealm {
  const realm = realmOf(from);
  const user = ({ username, ...rest }: (typeof realm.users)[number]) =>
    [username, { id: username, username, ...rest }] as const;
  const accounts = new Map(realm.users.map(user));
  const roles = new Map(realm.scopeMappings.map(({ clientScope, roles: names }) => [clientScope, names]));
  return {
    settings: { ...realm },
    roles: new Map(
      realm.roles.realm.map((role) => [
        role.name,
        { ...role, id: role.name, attributes: lists(role.attributes) },
      ]),
    ),
    clientScopes: new Map(
      realm.clientScopes.map((scope) => [
        scope.name,
        {
          ...scope,
          id: scope.name,
          roles: roles.get(scope.name) ?? [],
          protocolMappers: scope.protocolMappers.map((mapper) => ({ ...mapper, id: mapper.name })),
        },
      ]),
    ),
    defaultScopes: new Set(realm.defaultDefaultClientScopes),
    clients: new Map(
      realm.clients.map((client) => [
        client.clientId,
        {
          ...client,
          id: client.clientId,
          secret: `secret of ${client.clientId}`,
          defaultClientScopes: [...client.defaultClientScopes],
          optionalClientScopes: [...client.optionalClientScopes],
        },
      ]),
    ),
    users: new Map([...accounts].filter(([, account]) => !account.serviceAccountClientId)),
    serviceAccounts: new Map([...accounts].filter(([, account]) => account.serviceAccountClientId)),
    holders: new Map(
      realm.roles.realm.map(({ name }) => [
        name,
        [...accounts.values()].filter(({ realmRoles }) => realmRoles.includes(name)),
      ]),
    ),
  };
}

function lists(attributes: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(attributes).map(([key, values]) => [key, [...values]]));
}

function without<V>(map: ReadonlyMap<string, V>, key: string): Map<string, V> {
  return new Map([...map].filter(([name]) => name !== key));
}
