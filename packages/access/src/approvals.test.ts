import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalRule, inputDigest } from './approvals.js';
import { loadPolicy } from './load-policy.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));
const limit = 100_000;
const ruleFor = (delta: unknown, role = 'InventoryManager') =>
  approvalRule(policy, role, 'inventory.record_adjustment', { delta });

describe('approvalRule', () => {
  it('R11: asks for a person above the magnitude, in both directions', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3 * limit, max: 3 * limit }), (delta) => {
        expect(ruleFor(delta) !== undefined).toBe(Math.abs(delta) > limit);
      }),
    );
    expect([limit, -limit].map((delta) => ruleFor(delta))).toEqual([undefined, undefined]);
    expect(ruleFor(limit + 1)).toMatchObject({ field: 'delta', reason: expect.stringContaining('100,000') });
  });

  it('asks for a person for what is not a number', () => {
    for (const delta of [Number.NaN, Infinity, '5', null, [1], {}]) expect(ruleFor(delta)).toBeDefined();
  });

  it('leaves other roles and other operations alone', () => {
    expect(ruleFor(limit + 1, 'Operator')).toBeUndefined();
    const body = { delta: limit + 1 };
    expect(approvalRule(policy, 'InventoryManager', 'inventory.record_receipt', body)).toBeUndefined();
  });
});

describe('inputDigest', () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue());

  it('is the same however the members of the input are ordered', () => {
    fc.assert(
      fc.property(json, json, (params, body) => {
        const turned = (value: object) => Object.fromEntries(Object.entries(value).toReversed());
        expect(inputDigest('a.b', { params: turned(params), body: turned(body) })).toBe(
          inputDigest('a.b', { params, body, version: null }),
        );
      }),
    );
  });

  it('differs with the operation and with every part of the input', () => {
    const input = { params: { id: '1' }, body: { delta: 1 }, version: 1 };
    const others = [
      inputDigest('a.c', input),
      inputDigest('a.b', { ...input, params: { id: '2' } }),
      inputDigest('a.b', { ...input, body: { delta: 2 } }),
      inputDigest('a.b', { ...input, body: { delta: '1' } }),
      inputDigest('a.b', { ...input, version: 2 }),
      inputDigest('a.b', { params: input.params, body: input.body }),
    ];
    expect(new Set([inputDigest('a.b', input), ...others]).size).toBe(7);
  });
});
