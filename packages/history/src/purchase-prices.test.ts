import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemHistory, median, priceBreaks } from './purchase-prices.js';

const bought = (packs: number, packPriceMinor: number, times = 3) =>
  Array.from({ length: times }, () => ({ packs, unitsPerPack: 10, packPriceMinor }));

describe('price breaks', () => {
  it('are the median prices of quantity classes, scaled to what was paid last', () => {
    expect(priceBreaks([...bought(5, 1000), ...bought(50, 800), ...bought(5000, 400, 4)])).toEqual([
      { minimumPacks: 1, packPriceMinor: 1000 },
      { minimumPacks: 10, packPriceMinor: 800 },
      { minimumPacks: 1000, packPriceMinor: 400 },
    ]);
    expect(priceBreaks([...bought(5, 1000), ...bought(5000, 400), ...bought(7000, 200, 1)])).toEqual([
      { minimumPacks: 1, packPriceMinor: 500 },
      { minimumPacks: 1000, packPriceMinor: 200 },
    ]);
  });

  it('are none where more was not cheaper, or too little is known', () => {
    const alone = (price: number) => [{ minimumPacks: 1, packPriceMinor: price }];
    expect(priceBreaks([...bought(5, 1000), ...bought(5000, 1200)])).toEqual(alone(1200));
    expect(priceBreaks([...bought(5, 1000), ...bought(5000, 995)])).toEqual(alone(995));
    expect(priceBreaks([...bought(5, 1000), ...bought(5000, 400, 2)])).toEqual(alone(400));
    expect(() => priceBreaks([])).toThrow('no price');
  });
});

describe('what is usual for an item', () => {
  it('is told of the last 20 purchases, and of no fewer than 5', () => {
    expect(itemHistory(bought(5, 1000, 4))).toBeUndefined();
    expect(itemHistory([...bought(9, 9000, 30), ...bought(5, 900, 10), ...bought(7, 1100, 10)])).toEqual({
      purchases: 20,
      medianPackPriceMinor: 1000,
      priceDeviationMinor: 100,
      medianQuantity: 60,
    });
  });

  it('has a median with as many values below as above', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});
