import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTEMPTS, retryDelay } from './retry.js';

describe('retryDelay', () => {
  it('grows from half a second to half a minute, half of it by chance', () => {
    expect(retryDelay(1, () => 0)).toBe(250);
    expect(retryDelay(1, () => 1)).toBe(500);
    expect(retryDelay(3, () => 1)).toBe(2000);
    expect(retryDelay(ATTEMPTS, () => 1)).toBe(30_000);
  });

  it('never leaves its bounds and never shrinks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, chance) => {
          const delay = retryDelay(attempt, () => chance);
          expect(delay).toBeGreaterThanOrEqual(250);
          expect(delay).toBeLessThanOrEqual(30_000);
          expect(retryDelay(attempt + 1, () => chance)).toBeGreaterThanOrEqual(delay);
        },
      ),
    );
  });
});
