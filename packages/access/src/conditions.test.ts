import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConditions } from './conditions.js';
import { loadPolicy } from './load-policy.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));
const maximum = 1_000_000;
const check = (delta: unknown) =>
  checkConditions(policy, 'InventoryManager', 'inventory.record_adjustment', { params: {}, body: { delta } });

describe('checkConditions', () => {
  it('R11: holds the magnitude of a number against the maximum, in both directions', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2 * maximum, max: 2 * maximum }), (delta) => {
        expect(check(delta) === undefined).toBe(Math.abs(delta) <= maximum);
      }),
    );
    expect([maximum, -maximum].map(check)).toEqual([undefined, undefined]);
    expect(check(maximum + 1)).toEqual({
      pointer: '/body/delta',
      reason: "an agent corrects at most a million base units at once; a larger correction is a person's",
    });
  });

  it('fails on what is not a number', () => {
    for (const delta of [Number.NaN, Infinity, '5', null, [1], {}])
      expect(check(delta)?.pointer).toBe('/body/delta');
  });

  it('leaves other roles and other operations alone', () => {
    const input = { params: {}, body: { delta: maximum + 1 } };
    expect(checkConditions(policy, 'Operator', 'inventory.record_adjustment', input)).toBeUndefined();
    expect(checkConditions(policy, 'InventoryManager', 'inventory.announce_demand', input)).toBeUndefined();
  });

  describe('of a role that buys for one place, from one supplier, a thousand pieces a line', () => {
    const reason = 'as agreed';
    const operation = 'orders.create_order';
    const role = policy.roles.get('OrderAgent');
    if (!role) throw new Error('access.yaml names no OrderAgent');
    const conditions = [
      { operation, field: 'location', allowed: ['ACCRA'], reason },
      { operation, field: 'supplierId', allowed: ['s1'], reason },
      { operation, field: 'lines[].quantity', maximumMagnitude: 1000, reason },
    ];
    const narrowed = { ...policy, roles: new Map([['OrderAgent', { ...role, conditions }]]) };
    const order = { location: 'ACCRA', supplierId: 's1', lines: [{ quantity: 1 }, { quantity: 1000 }] };
    const failureOf = (body: object) =>
      checkConditions(narrowed, 'OrderAgent', operation, { params: {}, body })?.pointer;

    it('takes what is allowed', () => expect(failureOf(order)).toBeUndefined());
    it.each([
      [{ ...order, location: 'HARARE' }, '/body/location'],
      [{ ...order, supplierId: 's2' }, '/body/supplierId'],
      [{ ...order, lines: [{ quantity: 1 }, { quantity: 1001 }] }, '/body/lines/1/quantity'],
    ])('names what is not', (body, pointer) => expect(failureOf(body)).toBe(pointer));
    it('looks into the address too', () => {
      const input = { params: { location: 'HARARE' }, body: {} };
      expect(checkConditions(narrowed, 'OrderAgent', operation, input)?.pointer).toBe('/params/location');
    });
  });
});
