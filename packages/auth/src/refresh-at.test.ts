import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refreshAt } from './refresh-at.js';

const lives = fc.record({
  issuedAt: fc.integer({ min: 0, max: 4e9 }),
  lifetime: fc.integer({ min: 1, max: 3600 }),
});

describe('refreshAt', () => {
  it('R5: is at 80 % of the lifetime or 30 s before expiry, whichever comes first', () => {
    fc.assert(
      fc.property(lives, ({ issuedAt, lifetime }) => {
        const at = refreshAt(issuedAt, issuedAt + lifetime);
        expect(at).toBeLessThanOrEqual(issuedAt + 0.8 * lifetime);
        expect(at).toBeLessThanOrEqual(Math.max(issuedAt, issuedAt + lifetime - 30));
        const bounds = [issuedAt, issuedAt + 0.8 * lifetime, issuedAt + lifetime - 30];
        expect(bounds).toContain(at);
      }),
    );
  });

  it('R5: is never before the token was issued', () => {
    fc.assert(
      fc.property(lives, ({ issuedAt, lifetime }) => {
        expect(refreshAt(issuedAt, issuedAt + lifetime)).toBeGreaterThanOrEqual(issuedAt);
      }),
    );
  });

  it.each([
    [300, 240],
    [150, 120],
    [100, 70],
    [600, 480],
    [20, 0],
  ])('R5: a token of %i s is refreshed after %i s', (lifetime, after) => {
    expect(refreshAt(1000, 1000 + lifetime)).toBe(1000 + after);
  });
});
