import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableToPromise, type Dated, net } from './index.js';

const last = 60;
const dated = fc.array(
  fc.record({ day: fc.integer({ min: -10, max: last }), quantity: fc.integer({ min: 1, max: 1000 }) }),
);
const facts = fc.record({ available: fc.nat(5000), receipts: dated, needs: dated });
const total = (list: readonly Dated[]): number => list.reduce((sum, { quantity }) => sum + quantity, 0);
const nothing = () => 0;

describe('netting over time', () => {
  it('nets stock, receipts, needs and forecast on their days', () => {
    const receipts = [{ day: 2, quantity: 50 }];
    const needs = [
      { day: 1, quantity: 80 },
      { day: -3, quantity: 10 },
    ];
    const netting = net({
      available: 85,
      receipts,
      needs,
      unannounced: (days) => days,
      lostBefore: 0,
      last: 3,
    });
    expect([...netting.stock]).toEqual([75, -6, 43, 42]);
    expect(netting.stockOutDay).toBe(1);
  });

  it('loses what no order can meet any more, and adds up the rest', () => {
    const needs = [
      { day: 1, quantity: 100 },
      { day: 3, quantity: 30 },
      { day: 4, quantity: 30 },
    ];
    const netting = net({ available: 20, receipts: [], needs, unannounced: nothing, lostBefore: 3, last: 4 });
    expect([...netting.stock]).toEqual([20, 0, 0, -30, -60]);
    expect(netting.stockOutDay).toBe(1);
  });

  it('conserves quantity: at the end is what was there and came, less what was needed', () => {
    fc.assert(
      fc.property(facts, fc.double({ min: 0, max: 20, noNaN: true }), (each, perDay) => {
        const netting = net({ ...each, unannounced: (days) => perDay * days, lostBefore: 0, last });
        const left = each.available + total(each.receipts) - total(each.needs) - perDay * last;
        expect(netting.stock[last]).toBeCloseTo(left, 6);
      }),
    );
  });

  it('is never lower for losing early needs, for more stock, or for goods that come sooner', () => {
    fc.assert(
      fc.property(facts, fc.nat(last), fc.nat(20), (each, lostBefore, sooner) => {
        const input = { ...each, unannounced: nothing, lostBefore, last };
        const { stock } = net(input);
        const kept = net({ ...input, lostBefore: 0 });
        const richer = net({ ...input, available: each.available + 7 });
        const receipts = each.receipts.map(({ day, quantity }) => ({ day: day - sooner, quantity }));
        const early = net({ ...input, receipts });
        for (const [day, held] of stock.entries()) {
          expect(held).toBeGreaterThanOrEqual(kept.stock[day] ?? 0);
          expect(richer.stock[day]).toBeGreaterThanOrEqual(held);
          if (lostBefore === 0) expect(early.stock[day]).toBeGreaterThanOrEqual(held);
        }
      }),
    );
  });
});

describe('what may be promised', () => {
  it('is what the tightest day to come leaves', () => {
    const needs = [
      { day: 5, quantity: 60 },
      { day: 20, quantity: 50 },
    ];
    const receipts = [{ day: 10, quantity: 40 }];
    expect(availableToPromise({ available: 100, receipts, needs, last })).toBe(30);
  });

  it('promised and taken today, leaves every announced need as well met as before', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const promised = availableToPromise({ ...each, last });
        fc.pre(promised > 0);
        const needs = [...each.needs, { day: 0, quantity: promised }];
        const { stockOutDay } = net({ ...each, needs, unannounced: nothing, lostBefore: 0, last });
        expect(stockOutDay).toBeNull();
        expect(availableToPromise({ ...each, needs, last })).toBe(0);
      }),
    );
  });
});
