import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConditions } from './conditions.js';
import { loadPolicy } from './load-policy.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));
const maximum = 1_000_000;
const check = (delta: unknown) =>
  checkConditions(policy, 'InventoryManager', 'inventory.record_adjustment', { delta });

describe('checkConditions', () => {
  it('R11: holds the magnitude of a number against the maximum, in both directions', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2 * maximum, max: 2 * maximum }), (delta) => {
        expect(check(delta) === undefined).toBe(Math.abs(delta) <= maximum);
      }),
    );
    expect([maximum, -maximum].map(check)).toEqual([undefined, undefined]);
    expect(check(maximum + 1)).toEqual({
      field: 'delta',
      reason: "an agent corrects at most a million base units at once; a larger correction is a person's",
    });
  });

  it('fails on what is not a number', () => {
    for (const delta of [Number.NaN, Infinity, '5', null, [1], {}]) expect(check(delta)?.field).toBe('delta');
  });

  it('leaves other roles and other operations alone', () => {
    const body = { delta: maximum + 1 };
    expect(checkConditions(policy, 'Operator', 'inventory.record_adjustment', body)).toBeUndefined();
    expect(checkConditions(policy, 'InventoryManager', 'inventory.announce_demand', body)).toBeUndefined();
  });
});
