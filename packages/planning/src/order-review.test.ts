import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OrderOnBook, type PlaceFacts, planPlace, reviewOrders } from './index.js';

/** 300 a month, all unannounced; an order takes 40 +- 12 days. */
const facts = (known: Partial<PlaceFacts> = {}): PlaceFacts => ({
  available: 1000,
  needs: [],
  orders: [],
  history: { months: new Array<number>(12).fill(300), days: 365, squaredQuantity: 3600 * 90, noticeDays: 0 },
  leadTime: { mean: 40, deviation: 12 },
  serviceLevel: 0.9,
  unitsPerPack: 10,
  minimumQuantity: 0,
  ...known,
});
/** The messages about orders, all of which the plan knows. */
const review = (known: Partial<PlaceFacts>, book: readonly OrderOnBook[]) => {
  const whole = facts({ ...known, orders: book });
  return reviewOrders(whole, planPlace(whole), book).map(({ kind, orderId }) => `${kind} ${orderId}`);
};

describe('the review of the open orders', () => {
  it('has nothing against what the plan has just ordered, but that it comes no sooner', () => {
    fc.assert(
      fc.property(
        fc.nat(3000),
        fc.integer({ min: 5, max: 120 }),
        fc.nat(60),
        fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        (available, mean, deviation, serviceLevel) => {
          const before = facts({ available, leadTime: { mean, deviation }, serviceLevel });
          const { quantity, horizon } = planPlace(before);
          fc.pre(quantity > 0);
          const book = [{ id: 'new', quantity, expectedDay: horizon.expected }];
          expect(['', 'expedite new']).toContain(review(before, book).join());
        },
      ),
    );
  });

  it('says to expedite what comes too late for the forecast, and to defer what comes too soon', () => {
    expect(review({ available: 300 }, [{ id: 'late', quantity: 600, expectedDay: 60 }])).toContain(
      'expedite late',
    );
    expect(review({ available: 3000 }, [{ id: 'soon', quantity: 600, expectedDay: 60 }])).toEqual([
      'defer soon',
    ]);
  });

  it('says to cancel what a year will not use up', () => {
    expect(review({ available: 100_000 }, [{ id: 'useless', quantity: 600, expectedDay: 60 }])).toEqual([
      'cancel useless',
    ]);
  });
});
