import { inventory } from '@stockade/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOf } from './address.js';
import { delayMs } from './retry.js';

it('no parameter leaves its segment of the path', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/^\.\.?$/.test(value));
  fc.assert(
    fc.property(text, text, (sku, location) => {
      const { pathname, search, hash } = addressOf(inventory.getLevel, 'http://host', {
        params: { sku, location },
      });
      const segments = pathname.split('/').slice(1);
      expect([segments.length, segments[0], segments[1], search, hash]).toEqual([4, 'v1', 'levels', '', '']);
      expect(segments.slice(2).map(decodeURIComponent)).toEqual([sku, location]);
    }),
  );
});

it.each(['.', '..', ''])('refuses the segment "%s"', (sku) => {
  expect(() => addressOf(inventory.getLevel, 'http://host', { params: { sku, location: 'ACCRA' } })).toThrow(
    TypeError,
  );
});

it('waits at least as long as it was asked to, and never more than five seconds longer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 30 }), (failures, retryAfter) => {
      const delay = delayMs(failures, retryAfter);
      expect(delay).toBeGreaterThanOrEqual(retryAfter * 1000);
      expect(delay).toBeLessThanOrEqual(retryAfter * 1000 + 5_000);
    }),
  );
});
