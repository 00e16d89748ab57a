import { join } from 'node:path';
import { desktopClient, type Identity, personClients } from '@stockade/access';
import {
  createTokenExchange,
  createVerifier,
  knownIdentities,
  type ParentToken,
  type TokenExchange,
} from '@stockade/auth';
import { runningStack } from '@stockade/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { auditTrail } from './support/audit-trail.js';
import { exchange } from './support/exchange.js';
import { identities, policy, scopesFor, stackRealm } from './support/running-stack.js';
import { ThrowAwayRealm } from './support/throw-away-realm.js';

const gateway = 'mcp-server';
const agents = identities.filter(({ kind }) => kind === 'agent');
const decisions = [...policy.scopes].filter(([, { inPerson }]) => inPerson).map(([name]) => name);
const reading = { audience: 'inventory-api', scope: 'inventory:read' };
const suspending = (name: string) => ({
  ...policy,
  identities: new Map(
    [...policy.identities].map(([key, identity]) => [
      key,
      key === name ? { ...identity, status: 'suspended' as const } : identity,
    ]),
  ),
});

const verify = (issuer: string, token: string, audience: string) =>
  createVerifier({ issuer, audience, personClients, ...knownIdentities(policy) }).verify(token);

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('what Keycloak gives mcp-server for the token of its caller', () => {
  let realm: ThrowAwayRealm;
  const parentOf = async (name: string, scope: string) =>
    (await realm.clientCredentials(name, `audience:${gateway} ${scope}`)).access_token;

  beforeAll(async () => {
    realm = new ThrowAwayRealm(runningStack().keycloak);
    await realm.apply(policy);
  });
  afterAll(() => realm.admin('DELETE', ''));

  it('is a token of the agent, for one API and one scope, that lives a minute', async () => {
    const parent = await parentOf('inventory_bot', 'inventory:read inventory:write');
    expect(claimsOf(parent).aud).toBe(gateway);
    const { access_token: token, ...rest } = await realm.exchange(gateway, parent, reading);
    const claims = claimsOf(token);
    expect(claims).toMatchObject({
      aud: 'inventory-api',
      scope: 'inventory:read',
      roles: ['InventoryManager'],
      azp: gateway,
      client_id: gateway,
      preferred_username: 'service-account-inventory_bot',
      sub: claimsOf(parent).sub,
    });
    expect(rest).not.toHaveProperty('refresh_token');
    expect([60, 61]).toContain(Number(claims.exp) - Number(claims.iat));
    await expect(verify(realm.issuer, token, 'inventory-api')).resolves.toMatchObject({
      agent: 'inventory_bot',
      through: gateway,
      roles: ['InventoryManager'],
    });
  });

  it('is a token of the person where a person came, through a program on their machine', async () => {
    const parent = await realm.signIn('operator', 'orders:read orders:create', desktopClient);
    expect(claimsOf(parent.access_token)).toMatchObject({
      aud: gateway,
      azp: desktopClient,
      client_id: desktopClient,
      scope: 'orders:read',
    });
    await expect(verify(realm.issuer, parent.access_token, gateway)).resolves.toMatchObject({
      agent: 'operator',
      through: null,
    });
    const wanted = { audience: 'orders-api', scope: 'orders:read' };
    const { access_token: token } = await realm.exchange(gateway, parent.access_token, wanted);
    await expect(verify(realm.issuer, token, 'orders-api')).resolves.toMatchObject({
      agent: 'operator',
      through: gateway,
      roles: ['Operator'],
    });
  });

  it.each([
    ['a scope that the parent lacks and the role holds', { scope: 'replenishment:read' }, 'invalid_scope'],
    ['a scope of another role', { audience: 'orders-api', scope: 'orders:create' }, 'invalid_scope'],
    ['the audience of another service as a scope', { scope: 'audience:orders-api' }, 'invalid_scope'],
    ['its own audience', { audience: gateway }, 'invalid_request'],
    ['a refresh token', { requested_token_type: tokenType('refresh_token') }, 'invalid_request'],
  ])('is nothing for %s', async (_, wanted, error) => {
    const parent = await parentOf('inventory_bot', 'inventory:read');
    const refused = await realm.exchange(gateway, parent, { ...reading, ...wanted });
    expect(refused).toMatchObject({ error, access_token: '' });
  });

  it('is nothing for a token that was made out to an API', async () => {
    const { access_token: parent } = await realm.clientCredentials(
      'inventory_bot',
      'audience:inventory-api inventory:read',
    );
    expect(await realm.exchange(gateway, parent, reading)).toMatchObject({ status: 403, access_token: '' });
  });

  it.each(identities.filter(({ kind, exchanges }) => kind !== 'person' && !exchanges))(
    'is not given to $name',
    async ({ name }) => {
      const parent = await parentOf('inventory_bot', 'inventory:read');
      const { access_token: exchanged } = await realm.exchange(gateway, parent, reading);
      for (const token of [parent, exchanged]) {
        expect(await realm.exchange(name, token, reading)).toMatchObject({
          error: 'invalid_request',
          access_token: '',
        });
      }
    },
  );

  it('is never more than the token had that it exchanged before', async () => {
    const parent = await parentOf('inventory_bot', 'inventory:read inventory:write');
    const { access_token: token } = await realm.exchange(gateway, parent, reading);
    const wider = { ...reading, scope: 'inventory:write' };
    expect(await realm.exchange(gateway, token, wider)).toMatchObject({ error: 'invalid_scope' });
  });

  it('is nothing once the agent is suspended, its token revoked, or the person signed out', async () => {
    const parent = await parentOf('inventory_bot', 'inventory:read');
    const { access_token: exchanged } = await realm.exchange(gateway, parent, reading);
    await realm.apply(suspending('inventory_bot'));
    for (const token of [parent, exchanged]) {
      expect(await realm.exchange(gateway, token, reading)).toMatchObject({ status: 400, access_token: '' });
    }
    await realm.apply(policy);
    expect((await realm.apply(policy)).writes).toEqual([]);
    const another = await parentOf('inventory_bot', 'inventory:read');
    expect(await realm.revoke('inventory_bot', another)).toBe(200);
    expect(await realm.exchange(gateway, another, reading)).toMatchObject({ status: 400, access_token: '' });
    const { access_token: person } = await realm.signIn('operator', 'inventory:read', desktopClient);
    expect((await realm.admin('DELETE', `/sessions/${claimsOf(person).sid}`)).status).toBe(204);
    expect(await realm.exchange(gateway, person, reading)).toMatchObject({ status: 400, access_token: '' });
  });

  it('holds no decision of a person whose program came', async () => {
    const scope = `orders:read ${decisions.join(' ')}`;
    expect(await realm.signIn('approver', 'orders:read', desktopClient)).toMatchObject({
      scope: 'orders:read',
    });
    await expect(realm.signIn('approver', scope, desktopClient)).rejects.toThrow();
  });

  it('lets programs answer on loopback only', async () => {
    const pkce = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    const at = async (uri: string) =>
      (await realm.authorize({ ...pkce, client_id: desktopClient, redirect_uri: uri })).status;
    for (const own of ['http://127.0.0.1:33418/', 'http://localhost:6274/oauth/callback']) {
      expect(await at(own)).toBe(200);
    }
    for (const foreign of [
      'https://stranger.example/',
      'http://127.0.0.1.stranger.example/',
      'http://localhost@stranger.example/',
      'http://127.0.0.1:80@stranger.example/',
      'custom-scheme://callback',
    ]) {
      expect(await at(foreign)).toBe(400);
    }
    const home = { client_id: desktopClient, redirect_uri: 'http://127.0.0.1:33418/' };
    expect((await realm.authorize(home)).headers.get('location')).toContain('error=invalid_request');
  });

  it('lets nobody register a client', async () => {
    const answer = await fetch(`${realm.issuer}/clients-registrations/openid-connect`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: ['http://127.0.0.1/callback'] }),
    });
    expect(answer.status).toBe(403);
  });
});

describe('an exchanged token at the APIs', () => {
  let tokens: TokenExchange;

  beforeAll(() => {
    tokens = createTokenExchange({
      issuer: runningStack().issuer,
      clientId: gateway,
      clientSecretFile: join(inject('stackDir'), 'secrets', 'keycloak', gateway),
    });
  });
  afterAll(() => tokens.close());

  const parentOf = async (identity: Identity): Promise<ParentToken> => {
    const token = await stackRealm().tokenOf(identity, scopesFor(identity, gateway));
    const { jti, exp } = claimsOf(token);
    return { token, tokenId: String(jti), expiresAt: Number(exp) };
  };
  const reads = [
    ['inventory_bot', 'inventory-api', 'inventory:read', '/v1/levels'],
    ['order_placer', 'orders-api', 'orders:read', '/v1/orders'],
    ['shipment_tracker', 'shipments-api', 'shipments:read', '/v1/shipments'],
  ] as const;
  const get = (service: string, path: string, token: string) =>
    exchange(
      { method: 'GET', url: `${runningStack().services[service]?.url}${path}`, headers: {}, body: undefined },
      token,
    );
  const recordOf = async (requestId: string, service: string) =>
    (await auditTrail([requestId], service)).get(requestId);

  it.each(reads)(
    'R20: lets %s read at %s, and the audit says who, through whom, in which role',
    async (...row) => {
      const [name, service, scope, path] = row;
      const agent = agents.find((one) => one.name === name);
      if (agent === undefined) throw new Error(`there is no ${name}`);
      const token = await tokens.exchange(await parentOf(agent), { audience: service, scope });
      const { status, requestId } = await get(service, path, token);
      expect(status).toBe(200);
      expect(await recordOf(requestId, service)).toMatchObject([
        { agent: name, through: gateway, role: agent.role, result: 'allowed' },
      ]);
    },
  );

  it('is refused at any other API, and with any other scope', async () => {
    const [agent] = agents;
    if (agent === undefined) throw new Error('there is no agent');
    const token = await tokens.exchange(await parentOf(agent), reading);
    for (const [, service, , path] of reads.slice(1)) {
      expect(await get(service, path, token)).toMatchObject({ status: 401, code: 'wrong_audience' });
    }
    const refused = await get('inventory-api', '/v1/replenishment-requests', token);
    expect(refused).toMatchObject({ status: 403, code: 'insufficient_scope' });
    expect(await recordOf(refused.requestId, 'inventory-api')).toMatchObject([
      { agent: agent.name, through: gateway, result: 'denied', reason: 'insufficient_scope' },
    ]);
  });

  it('is not what the caller sent: that is refused at every API', async () => {
    const [agent] = agents;
    if (agent === undefined) throw new Error('there is no agent');
    const { token } = await parentOf(agent);
    for (const [, service, , path] of reads) {
      expect(await get(service, path, token)).toMatchObject({ status: 401, code: 'wrong_audience' });
    }
  });

  it('is asked for once by however many calls come at once', async () => {
    const [agent] = agents;
    if (agent === undefined) throw new Error('there is no agent');
    const parent = await parentOf(agent);
    const given = await Promise.all(Array.from({ length: 20 }, () => tokens.exchange(parent, reading)));
    expect(new Set(given).size).toBe(1);
  });

  it('is refused with the reason where Keycloak refuses it', async () => {
    const [agent] = agents;
    if (agent === undefined) throw new Error('there is no agent');
    const parent = await parentOf(agent);
    const wanted = { audience: 'orders-api', scope: 'orders:create' };
    await expect(tokens.exchange(parent, wanted)).rejects.toMatchObject({ code: 'insufficient_scope' });
    const forged = { ...parent, token: `${parent.token.slice(0, -4)}AAAA`, tokenId: 'forged' };
    await expect(tokens.exchange(forged, reading)).rejects.toMatchObject({ code: 'token_invalid' });
  });
});

function tokenType(name: string): string {
  return `urn:ietf:params:oauth:token-type:${name}`;
}
