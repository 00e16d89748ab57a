import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile, observedLeadTime, reorderPoint, roundedQuantity, safetyStock } from './index.js';

describe('the quantity of an order', () => {
  it('is whole packs, never below the need or the minimum, and less than a pack above', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e8, noNaN: true }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.nat(100_000),
        (needed, unitsPerPack, minimumQuantity) => {
          const quantity = roundedQuantity(needed, { unitsPerPack, minimumQuantity });
          const least = Math.max(needed, minimumQuantity);
          expect(quantity % unitsPerPack).toBe(0);
          expect(quantity).toBeGreaterThanOrEqual(least);
          expect(quantity).toBeLessThan(least + unitsPerPack);
        },
      ),
    );
  });

  it('is nothing where nothing is needed, whatever the minimum', () => {
    expect(roundedQuantity(0, { unitsPerPack: 10, minimumQuantity: 100 })).toBe(0);
    expect(roundedQuantity(-5, { unitsPerPack: 10, minimumQuantity: 100 })).toBe(0);
  });
});

describe('safety stock and reorder point', () => {
  const demand = { mean: 100, deviation: 40 };
  const leadTime = { mean: 60, deviation: 25 };
  const level = fc.double({ min: 0.5, max: 0.999, noNaN: true });

  it('never fall when the service level rises, or when demand or lead time vary more', () => {
    fc.assert(
      fc.property(level, level, fc.nat(100), (one, other, more) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const point = reorderPoint(low, demand, leadTime, 1);
        expect(reorderPoint(high, demand, leadTime, 1)).toBeGreaterThanOrEqual(point);
        const lumpier = { ...demand, deviation: demand.deviation + more };
        expect(safetyStock(low, lumpier, leadTime, 1)).toBeGreaterThanOrEqual(
          safetyStock(low, demand, leadTime, 1),
        );
        const later = { ...leadTime, deviation: leadTime.deviation + more };
        expect(safetyStock(low, demand, later, 1)).toBeGreaterThanOrEqual(
          safetyStock(low, demand, leadTime, 1),
        );
      }),
    );
  });

  it('has no safety stock where half of the cycles may run short', () => {
    expect(safetyStock(0.5, demand, leadTime, 1)).toBeCloseTo(0, 12);
  });
});

describe('the normal quantile', () => {
  it('rises, and is odd about the middle', () => {
    const inside = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(inside, inside, (one, other) => {
        if (one < other) expect(normalQuantile(one)).toBeLessThanOrEqual(normalQuantile(other));
        expect(normalQuantile(1 - one)).toBeCloseTo(-normalQuantile(one), 6);
      }),
    );
  });
});

describe('the lead time as observed', () => {
  const agreed = { mean: 60, deviation: 20 };
  const observed = (days: readonly number[]) =>
    observedLeadTime(agreed, {
      receipts: days.length,
      days: days.reduce((sum, each) => sum + each, 0),
      squaredDays: days.reduce((sum, each) => sum + each * each, 0),
    });

  it('is what was agreed until something has come', () => {
    expect(observed([]).mean).toBe(60);
    expect(observed([]).deviation).toBeCloseTo(20, 9);
  });

  it('nears what is seen, the more of it there is', () => {
    const seen = (times: number) => observed(new Array<number[]>(times).fill([110, 130]).flat());
    expect(seen(2).mean).toBeGreaterThan(60);
    expect(seen(10).mean).toBeGreaterThan(seen(2).mean);
    expect(seen(1000).mean).toBeCloseTo(120, 0);
    expect(seen(1000).deviation).toBeCloseTo(10, 0);
  });
});
