import { loadPolicy } from '@stockade/access';
import { describe, expect, it } from 'vitest';
import { layoutOf } from '../layout.js';
import { requestedScope, type TokenRequest } from './requested-scope.js';

const policy = loadPolicy(layoutOf(undefined).policyFile);

function scopeFor(name: string, request: TokenRequest): string[] {
  const identity = policy.identities.get(name);
  if (identity === undefined) throw new Error(`no ${name}`);
  return requestedScope(policy, identity, request).split(' ').filter(Boolean).sort();
}

describe('the scope parameter of a token', () => {
  it('is all that the role holds', () => {
    expect(scopeFor('order_placer', {})).toEqual([
      'audience:orders-api',
      'orders:create',
      'orders:read',
      'suppliers:read',
    ]);
  });

  it('is all that the role holds for a service that exchanges tokens, and names no other service', () => {
    expect(scopeFor('order_placer', { audience: 'mcp-server' })).toEqual([
      'audience:mcp-server',
      'orders:create',
      'orders:read',
      'suppliers:read',
    ]);
  });

  it('is narrowed to an audience', () => {
    expect(scopeFor('operator', { audience: 'shipments-api' })).toEqual([
      'audience:shipments-api',
      'shipments:read',
    ]);
  });

  it('is the audience alone where the role holds nothing there', () => {
    expect(scopeFor('order_placer', { audience: 'inventory-api' })).toEqual(['audience:inventory-api']);
  });

  it('is exactly what was asked for', () => {
    expect(scopeFor('inventory_bot', { scope: ' orders:read  inventory:read' })).toEqual([
      'audience:inventory-api',
      'audience:orders-api',
      'inventory:read',
      'orders:read',
    ]);
    expect(scopeFor('inventory_bot', { scope: 'unheard:of' })).toEqual(['unheard:of']);
    expect(scopeFor('inventory_bot', { scope: '' })).toEqual([]);
    expect(scopeFor('inventory_bot', { scope: '', audience: 'orders-api' })).toEqual(['audience:orders-api']);
  });
});
