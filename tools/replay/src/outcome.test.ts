import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarize } from './outcome.js';

const day = { day: '2011-01-01', stockValueUsd: 100, lines: 4, linesFilled: 3, quantity: 1000, issued: 600 };

describe('summing up', () => {
  it('weighs the fill rate by volume and by line', () => {
    const quiet = { ...day, stockValueUsd: 300, lines: 0, linesFilled: 0, quantity: 0, issued: 0 };
    expect(summarize({ days: [day, quiet], orders: 7, lateDeliveries: 2 })).toEqual({
      fillByVolume: 0.6,
      fillByLine: 0.75,
      stockOuts: 1,
      averageStockValueUsd: 200,
      orders: 7,
      lateDeliveries: 2,
    });
  });

  it('finds that who was asked for nothing has failed nobody', () => {
    const nothing = { ...day, lines: 0, linesFilled: 0, quantity: 0, issued: 0 };
    expect(summarize({ days: [nothing], orders: 0, lateDeliveries: 0 })).toMatchObject({
      fillByVolume: 1,
      fillByLine: 1,
      stockOuts: 0,
    });
  });

  it('has shares from 0 to 1', () => {
    const anyDay = fc
      .record({
        lines: fc.nat(50),
        quantity: fc.nat(10_000),
        filled: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ lines, quantity, filled }) => ({
        ...day,
        lines,
        quantity,
        linesFilled: Math.floor(lines * filled),
        issued: Math.floor(quantity * filled),
      }));
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1 }), (days) => {
        const { fillByLine, fillByVolume, stockOuts } = summarize({ days, orders: 0, lateDeliveries: 0 });
        for (const share of [fillByLine, fillByVolume]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(stockOuts).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
