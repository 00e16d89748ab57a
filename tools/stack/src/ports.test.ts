import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portsFrom } from './ports.js';

describe('portsFrom', () => {
  it('keeps the documented ports until the base is moved', () => {
    expect(portsFrom(undefined)).toMatchObject({
      'inventory-api': 4001,
      'shipments-api': 4003,
      postgres: 4032,
      redis: 4079,
      keycloak: 8080,
      'keycloak-management': 9000,
    });
  });

  it('moves every port with the base, and gives each its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 65_400 }), (base) => {
        const ports = Object.values(portsFrom(String(base)));
        expect(new Set(ports).size).toBe(ports.length);
        expect(ports.every((port) => port >= base && port <= Math.min(base + 90, 65_535))).toBe(true);
      }),
    );
    expect(portsFrom('5000')).toMatchObject({
      'inventory-api': 5001,
      keycloak: 5080,
      'keycloak-management': 5090,
    });
  });

  it.each(['80', '65500', 'x', '4000.5', '-1'])('refuses %s with a sentence', (base) => {
    expect(() => portsFrom(base)).toThrow(/STACK_PORT_BASE must be a whole number from 1024 to 65400/);
  });
});
