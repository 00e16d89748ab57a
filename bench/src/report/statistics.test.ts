import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ratioOf, spreadOf } from './statistics.js';

it('takes the middle value, or the mean of the two in the middle', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([10, 1, 2, 4])).toEqual({ median: 3, min: 1, max: 10 });
});

it('compares within a round, so that a slow round changes nothing', () => {
  expect(ratioOf([20, 2, 10], [10, 1, 5])).toEqual({ median: 2, min: 2, max: 2 });
});

it('lies between its ends, whatever the order', () => {
  const values = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, (given) => {
      const { median, min, max } = spreadOf(given);
      expect(median).toBeGreaterThanOrEqual(min);
      expect(median).toBeLessThanOrEqual(max);
      expect(spreadOf(given.toReversed())).toEqual({ median, min, max });
    }),
  );
});

it('refuses to make something of nothing', () => {
  expect(() => spreadOf([])).toThrow(RangeError);
  expect(() => ratioOf([1, 2], [1])).toThrow(RangeError);
});
