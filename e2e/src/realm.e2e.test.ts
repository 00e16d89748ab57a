import { fileURLToPath } from 'node:url';
import {
  type AccessPolicy,
  type Identity,
  loadPolicy,
  peoplesClient,
  personClients,
  type Role,
} from '@stockade/access';
import { createVerifier, knownIdentities } from '@stockade/auth';
import { runningStack } from '@stockade/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ThrowAwayRealm } from './support/throw-away-realm.js';

const policy = loadPolicy(fileURLToPath(new URL('../../access.yaml', import.meta.url)));
const identities = [...policy.identities.values()];
const allScopes = [...policy.scopes.keys()];
const scopesOf = ({ role }: Identity) => [...(policy.roles.get(role)?.scopes ?? [])];
const audiencesOf = (scopes: readonly string[]) =>
  [...new Set(scopes.map((scope) => policy.scopes.get(scope)?.audience ?? ''))].toSorted();
/** The scopes, made out to every service that they belong to. */
const madeOut = (scopes: readonly string[]) =>
  [...audiencesOf(scopes).map((service) => `audience:${service}`), ...scopes].join(' ');

const machines = identities.filter(({ kind }) => kind !== 'person');
const people = identities.filter(({ kind }) => kind === 'person');
const working = machines.filter((identity) => scopesOf(identity).length > 0);
const idle = machines.filter((identity) => scopesOf(identity).length === 0);

let realm: ThrowAwayRealm;

beforeAll(async () => {
  realm = new ThrowAwayRealm(runningStack().keycloak);
  expect((await realm.apply(policy)).writes).toEqual([`create realm ${realm.name}`]);
});
afterAll(() => realm.admin('DELETE', ''));

describe('tokens', () => {
  it.each(working)('R2: tell of $name exactly what access.yaml says', async (identity) => {
    const { access_token: token } = await realm.clientCredentials(identity.name, madeOut(scopesOf(identity)));
    const { header, claims } = decoded(token);
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
    expect({ ...claims, aud: [claims.aud].flat().toSorted(), scope: words(claims.scope) }).toEqual({
      ...timesAndIds,
      iss: realm.issuer,
      aud: audiencesOf(scopesOf(identity)),
      typ: 'Bearer',
      azp: identity.name,
      client_id: identity.name,
      roles: [identity.role],
      scope: scopesOf(identity).toSorted(),
    });
    // Keycloak reads its clock once for `iat` and once more for `exp`.
    expect([0, 1]).toContain(claims.exp - claims.iat - policy.token.lifetimeSeconds);
    for (const audience of audiencesOf(scopesOf(identity))) {
      expect((await verify(token, audience)).agent).toBe(identity.name);
    }
  });

  it.each(people)(
    'R2: tell of $name exactly what access.yaml says, and drop what the role lacks',
    async (person) => {
      const { access_token: token } = await realm.signIn(person.name, madeOut(allScopes));
      const { claims } = decoded(token);
      expect({ ...claims, aud: [claims.aud].flat().toSorted(), scope: words(claims.scope) }).toEqual({
        ...timesAndIds,
        sid: expect.any(String),
        iss: realm.issuer,
        aud: audiencesOf(allScopes),
        typ: 'Bearer',
        azp: peoplesClient,
        client_id: peoplesClient,
        preferred_username: person.name,
        roles: [person.role],
        scope: scopesOf(person).toSorted(),
      });
      expect((await verify(token, audiencesOf(scopesOf(person))[0] ?? '')).agent).toBe(person.name);
    },
  );

  it.each([...policy.audiences])(
    'are made out to %s on request, and grant nothing by that',
    async (audience) => {
      const { access_token: token } = await realm.clientCredentials('inventory_bot', `audience:${audience}`);
      expect(decoded(token).claims).toMatchObject({ aud: audience, scope: '' });
    },
  );

  it('name no service unless asked to, whatever scope they hold', async () => {
    const { access_token: token } = await realm.clientCredentials('inventory_bot', 'inventory:read');
    expect(decoded(token).claims).not.toHaveProperty('aud');
  });

  it('have no audience and no scope unless asked for', async () => {
    const { access_token: token, ...rest } = await realm.clientCredentials('inventory_bot');
    expect(decoded(token).claims).not.toHaveProperty('aud');
    expect(decoded(token).claims.scope).toBe('');
    expect(rest).not.toHaveProperty('refresh_token');
  });
});

describe('refusals', () => {
  it.each(working)('R1: $name gets no scope that its role lacks', async (identity) => {
    const beyond = allScopes.filter((scope) => !scopesOf(identity).includes(scope));
    expect(beyond.length).toBeGreaterThan(0);
    for (const scope of beyond) {
      const refused = await realm.clientCredentials(identity.name, scope);
      expect(refused).toMatchObject({ status: 400, error: 'invalid_scope', access_token: '' });
    }
  });

  it.each(idle)('R1: $name, which may do nothing, gets no token', async ({ name }) => {
    expect(await realm.clientCredentials(name)).toMatchObject({ status: 401, access_token: '' });
  });

  it('R1: a scope that a hand assigned to a client is still not given without the role', async () => {
    const { id: client } = await found(`/clients?clientId=inventory_bot`, 'inventory_bot');
    const { id: scope } = await found('/client-scopes', 'orders:create');
    const path = `/clients/${client}/optional-client-scopes/${scope}`;
    expect((await realm.admin('PUT', path)).status).toBe(204);
    const { access_token: token } = await realm.clientCredentials(
      'inventory_bot',
      'orders:create inventory:read',
    );
    expect(decoded(token).claims).toMatchObject({ scope: 'inventory:read' });
    expect((await realm.apply(policy)).writes).toEqual([
      'remove optional scope orders:create of client inventory_bot',
    ]);
  });

  it('people must sign in with PKCE, and are answered on their own machine only', async () => {
    const pkce = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    const home = 'http://127.0.0.1:50000/callback';
    const unproved = await realm.authorize({ redirect_uri: home });
    expect(unproved.headers.get('location')).toContain('error=invalid_request');
    const plain = await realm.authorize({ ...pkce, redirect_uri: home, code_challenge_method: 'plain' });
    expect(plain.headers.get('location')).toContain('error=invalid_request');
    for (const elsewhere of [
      'http://127.0.0.1:50000/other',
      'http://localhost:50000/callback',
      'https://stranger.example/callback',
    ]) {
      expect((await realm.authorize({ ...pkce, redirect_uri: elsewhere })).status).toBe(400);
    }
    expect((await realm.authorize({ ...pkce, redirect_uri: home })).status).toBe(200);
  });

  it.each([...personClients, 'admin-cli'])('%s takes no password directly', async (client) => {
    const refused = await realm.token({
      grant_type: 'password',
      client_id: client,
      username: 'operator',
      password: realm.secretOf('operator'),
    });
    expect(refused).toMatchObject({ error: expect.stringMatching(/client/), access_token: '' });
  });
});

describe('a running realm', () => {
  it('is not written to when it already is as the policy says', async () => {
    expect((await realm.apply(policy)).writes).toEqual([]);
  });

  it('follows a changed policy, and tokens that were issued before stay valid', async () => {
    const before = await realm.clientCredentials(
      'inventory_bot',
      'audience:inventory-api inventory:write inventory:read',
    );
    const changed = withRole(policy, 'InventoryManager', (role) => ({
      ...role,
      description: 'Another description',
      scopes: new Set(['inventory:read', 'replenishment:read', 'approvals:request', 'suppliers:read']),
    }));
    expect((await realm.apply(changed)).writes.toSorted()).toEqual([
      'add optional scope suppliers:read of client inventory_bot',
      'change role InventoryManager',
      'let hold suppliers:read InventoryManager',
      'let no longer hold inventory:write InventoryManager',
      'remove optional scope inventory:write of client inventory_bot',
    ]);
    expect((await realm.apply(changed)).writes).toEqual([]);
    await expect(verify(before.access_token, 'inventory-api')).resolves.toMatchObject({
      agent: 'inventory_bot',
    });
    expect(await realm.isActive(before.access_token, 'inventory-api')).toBe(true);

    const gained = await realm.clientCredentials('inventory_bot', 'suppliers:read');
    expect(decoded(gained.access_token).claims).toMatchObject({ scope: 'suppliers:read' });
    expect(await realm.clientCredentials('inventory_bot', 'inventory:write')).toMatchObject({
      error: 'invalid_scope',
    });
    await realm.apply(policy);
    expect((await realm.clientCredentials('inventory_bot', 'inventory:write')).scope).toBe('inventory:write');
  });

  it('R6: gives a suspended agent no token and calls its live ones inactive', async () => {
    const live = await realm.clientCredentials('order_placer', 'audience:orders-api orders:read');
    await realm.apply(withIdentity(policy, 'order_placer', { status: 'suspended' }));
    expect(await realm.clientCredentials('order_placer', 'orders:read')).toMatchObject({ status: 401 });
    expect(await realm.isActive(live.access_token, 'orders-api')).toBe(false);
    await realm.apply(policy);
    expect((await realm.clientCredentials('order_placer', 'orders:read')).status).toBe(200);
  });

  it('loses what left the policy, keeps what was made by hand, and takes it back', async () => {
    await realm.admin('POST', '/clients', { clientId: 'made_by_hand' });
    const smaller: AccessPolicy = {
      ...policy,
      identities: without(policy.identities, 'shipment_tracker'),
      roles: without(policy.roles, 'LogisticsMonitor'),
      scopes: without(policy.scopes, 'orders:cancel'),
    };
    expect((await realm.apply(smaller)).writes).toEqual(
      expect.arrayContaining([
        'remove client shipment_tracker',
        'remove scope orders:cancel',
        'remove role LogisticsMonitor',
      ]),
    );
    expect((await realm.clientCredentials('shipment_tracker')).status).toBe(401);
    expect((await found('/clients?clientId=made_by_hand', 'made_by_hand')).id).toBeDefined();
    await realm.apply(policy);
    expect((await realm.apply(policy)).writes).toEqual([]);
    const back = await realm.clientCredentials('shipment_tracker', 'audience:shipments-api shipments:read');
    expect(decoded(back.access_token).claims).toMatchObject({
      aud: 'shipments-api',
      roles: ['LogisticsMonitor'],
      scope: 'shipments:read',
    });
  });

  it('takes a role from whoever the policy does not name', async () => {
    const { id: user } = await found('/users?username=auditor', 'auditor');
    const { id: role } = await found('/roles', 'Approver');
    await realm.admin('POST', `/users/${user}/role-mappings/realm`, [{ id: role, name: 'Approver' }]);
    expect((await realm.apply(policy)).writes).toEqual(['take from auditor role Approver']);
  });
});

const timesAndIds = {
  exp: expect.any(Number),
  iat: expect.any(Number),
  jti: expect.any(String),
  sub: expect.any(String),
};

const claimsSchema = z.looseObject({
  iat: z.number(),
  exp: z.number(),
  scope: z.string(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
});

function decoded(token: string) {
  const [header = '', claims = ''] = token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString());
  return { header: z.json().parse(JSON.parse(header)), claims: claimsSchema.parse(JSON.parse(claims)) };
}

function verify(token: string, audience: string) {
  const { issuer } = realm;
  return createVerifier({ issuer, audience, personClients, ...knownIdentities(policy) }).verify(token);
}

function words(text: string): string[] {
  return text.split(' ').toSorted();
}

const name = z.string().optional();
const listed = z.array(z.object({ id: z.string(), name, clientId: name, username: name }));

/** What the admin API lists under a name. */
async function found(path: string, name: string): Promise<{ id?: string }> {
  const items = listed.parse(await (await realm.admin('GET', path)).json());
  return items.find((item) => [item.name, item.clientId, item.username].includes(name)) ?? {};
}

function without<V>(map: ReadonlyMap<string, V>, key: string): Map<string, V> {
  return new Map([...map].filter(([name]) => name !== key));
}

function withRole(from: AccessPolicy, name: string, change: (role: Role) => Role): AccessPolicy {
  return {
    ...from,
    roles: new Map([...from.roles].map(([key, role]) => [key, key === name ? change(role) : role])),
  };
}

function withIdentity(from: AccessPolicy, name: string, change: Partial<Identity>): AccessPolicy {
  const entries = [...from.identities].map(
    ([key, identity]) => [key, key === name ? { ...identity, ...change } : identity] as const,
  );
  return { ...from, identities: new Map(entries) };
}
