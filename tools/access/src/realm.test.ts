import { fileURLToPath } from 'node:url';
import { desktopClient, loadPolicy, personClients, rolesHolding } from '@stockade/access';
import { describe, expect, it } from 'vitest';
import { realmOf } from './realm.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));
const realm = realmOf(policy);
const clients = new Map(realm.clients.map((client) => [client.clientId, client]));

describe('realmOf', () => {
  it('R12: holds no secret, no password and no placeholder for one', () => {
    expect(JSON.stringify(realm)).not.toMatch(/"secret"|"credentials"|"value"|\$\{/);
  });

  it('R1: ties every scope to the roles that hold it', () => {
    const mappings = new Map(realm.scopeMappings.map(({ clientScope, roles }) => [clientScope, roles]));
    for (const scope of policy.scopes.keys())
      expect(mappings.get(scope)).toEqual(rolesHolding(policy, scope));
  });

  it('R1: offers a machine its own scopes, and tokens for every service', () => {
    const audiences = [...policy.audiences].map((service) => `audience:${service}`);
    for (const { name, kind, role, exchanges } of policy.identities.values()) {
      if (kind === 'person' || exchanges) continue;
      const scopes = [...(policy.roles.get(role)?.scopes ?? [])];
      expect(clients.get(name)?.optionalClientScopes).toEqual([...audiences, ...scopes]);
      expect(clients.get(name)?.serviceAccountsEnabled).toBe(scopes.length > 0);
    }
  });

  it('R7: tells who answers for a client', () => {
    expect(clients.get('order_placer')).toMatchObject({
      description: 'Chooses the supplier and creates the order',
      attributes: { owner: 'purchasing-team@stockade.example' },
    });
  });

  it('gives no client full scope, passwords or implicit tokens, and a browser flow only to people', () => {
    for (const client of realm.clients) {
      expect(client).toMatchObject({
        fullScopeAllowed: false,
        directAccessGrantsEnabled: false,
        implicitFlowEnabled: false,
        standardFlowEnabled: personClients.has(client.clientId),
      });
    }
    for (const name of personClients) {
      expect(clients.get(name)?.attributes['pkce.code.challenge.method']).toBe('S256');
    }
  });

  it('lets mcp-server alone exchange tokens, for shorter ones', () => {
    const attribute = 'standard.token.exchange.enabled';
    const may = realm.clients.filter(({ attributes }) => attributes[attribute] === 'true');
    expect(may.map(({ clientId }) => clientId)).toEqual(['mcp-server']);
    expect(may[0]?.attributes['access.token.lifespan']).toBe('60');
    expect(may[0]?.serviceAccountsEnabled).toBe(false);
    const machines = realm.clients.filter(({ publicClient }) => !publicClient);
    expect(machines.every(({ attributes }) => attribute in attributes)).toBe(true);
  });

  it("makes the tokens of people's programs out to mcp-server and to nothing else", () => {
    const { defaultClientScopes, optionalClientScopes } = clients.get(desktopClient) ?? {};
    expect(defaultClientScopes).toContain('audience:mcp-server');
    const decisions = ['orders:approve', 'approvals:decide'];
    expect(optionalClientScopes).toEqual(
      [...policy.scopes.keys()].filter((name) => !decisions.includes(name)),
    );
    const without = new Map([...policy.identities].filter(([name]) => name !== 'mcp-server'));
    const smaller = realmOf({ ...policy, identities: without }).clients;
    expect(smaller.map(({ clientId }) => clientId)).not.toContain(desktopClient);
  });

  it('maps audiences by scopes that grant nothing, and by no scope that grants something', () => {
    const withAudience = realm.clientScopes.filter(({ protocolMappers }) =>
      protocolMappers.some(({ protocolMapper }) => protocolMapper === 'oidc-audience-mapper'),
    );
    expect(withAudience.map(({ name }) => name)).toEqual([
      ...[...policy.audiences].map((service) => `audience:${service}`),
      'exchange:mcp-server',
    ]);
    for (const { attributes } of withAudience) expect(attributes['include.in.token.scope']).toBe('false');
  });

  it('R3: ships its signing key, so that the first key set already has it', () => {
    expect(realm.components['org.keycloak.keys.KeyProvider']).toContainEqual(
      expect.objectContaining({ providerId: 'ecdsa-generated' }),
    );
  });
});
