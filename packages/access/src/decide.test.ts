import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, rolesHolding } from './decide.js';
import { loadPolicy } from './load-policy.js';
import type { AccessPolicy } from './policy.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));

const scope = fc.constantFrom(...policy.scopes.keys(), 'unknown:scope', '');
const role = fc.constantFrom(...policy.roles.keys(), 'Unknown', 'constructor');
const agent = fc.constantFrom(...policy.identities.keys());
const caller = fc.record({
  agent,
  roles: fc.uniqueArray(role),
  scopes: fc.array(scope).map((scopes) => new Set(scopes)),
});

describe('decide', () => {
  it('R6: allows exactly when the token and one of its roles hold the scope', () => {
    fc.assert(
      fc.property(caller, scope, (principal, needed) => {
        const held = principal.roles.some((name) => policy.roles.get(name)?.scopes.has(needed) ?? false);
        expect(decide(policy, principal, needed).allowed).toBe(principal.scopes.has(needed) && held);
      }),
    );
  });

  it('names a role that the token has and that holds the scope', () => {
    fc.assert(
      fc.property(caller, scope, (principal, needed) => {
        const decision = decide(policy, principal, needed);
        if (!decision.allowed) return;
        expect(principal.roles).toContain(decision.role);
        expect(rolesHolding(policy, needed)).toContain(decision.role);
      }),
    );
  });

  it('never turns an allow into a denial because the token holds more', () => {
    fc.assert(
      fc.property(caller, scope, scope, role, (principal, needed, more, moreRole) => {
        const before = decide(policy, principal, needed);
        const richer = {
          ...principal,
          scopes: new Set([...principal.scopes, more]),
          roles: [...principal.roles, moreRole],
        };
        if (before.allowed) expect(decide(policy, richer, needed)).toEqual(before);
      }),
    );
  });

  it('R6: denies whoever is suspended or unknown, whatever the token holds', () => {
    const all = { roles: [...policy.roles.keys()], scopes: new Set(policy.scopes.keys()) };
    const suspended = withStatus('inventory_bot', 'suspended');
    for (const needed of policy.scopes.keys()) {
      expect(decide(policy, { ...all, agent: 'inventory_bot' }, needed).allowed).toBe(true);
      expect(decide(suspended, { ...all, agent: 'inventory_bot' }, needed).allowed).toBe(false);
      expect(decide(policy, { ...all, agent: 'stranger' }, needed).allowed).toBe(false);
    }
  });

  it('tells which half is missing, the token or the role', () => {
    const roles = ['InventoryManager'];
    expect(decide(policy, { agent: 'inventory_bot', roles, scopes: new Set() }, 'inventory:read')).toEqual({
      allowed: false,
      reason: 'insufficient_scope',
      scope: 'inventory:read',
      detail: 'The token lacks the scope inventory:read: request a token with it.',
    });
    const scopes = new Set(['orders:create']);
    expect(decide(policy, { agent: 'inventory_bot', roles, scopes }, 'orders:create')).toMatchObject({
      detail: 'No role of inventory_bot holds the scope orders:create.',
    });
  });
});

describe('access.yaml', () => {
  const scopesOf = (name: string) => [...(policy.roles.get(name)?.scopes ?? [])];

  it('R1: gives each agent what its work needs and nothing else', () => {
    expect(scopesOf('InventoryManager')).toEqual([
      'inventory:read',
      'inventory:write',
      'replenishment:read',
      'approvals:request',
    ]);
    expect(scopesOf('OrderAgent')).toEqual(['suppliers:read', 'orders:create', 'orders:read']);
    expect(scopesOf('LogisticsMonitor')).toEqual(['shipments:read']);
  });

  it('lets nobody both ask for an approval and decide on one, and no agent decide at all', () => {
    for (const { scopes } of policy.roles.values()) {
      expect(scopes.has('approvals:request') && scopes.has('approvals:decide')).toBe(false);
    }
    for (const { kind, role } of policy.identities.values()) {
      if (policy.roles.get(role)?.scopes.has('approvals:decide')) expect(kind).toBe('person');
    }
  });

  it('lets nobody both create and approve orders', () => {
    for (const { scopes } of policy.roles.values()) {
      expect(scopes.has('orders:create') && scopes.has('orders:approve')).toBe(false);
    }
  });
});

function withStatus(name: string, status: 'active' | 'suspended'): AccessPolicy {
  const identity = policy.identities.get(name);
  if (!identity) throw new Error(`no identity ${name}`);
  return { ...policy, identities: new Map([...policy.identities, [name, { ...identity, status }]]) };
}
