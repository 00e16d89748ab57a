import { addDays, daysBetween } from '@stockade/contracts';
import { type Course, type Courses, type Demand } from '@stockade/history';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderQuantity, runFixedRule } from './fixed-rule.js';

const from = '2011-01-01';
const item = { sku: 'pill', name: 'Pill', unitsPerPack: 10, productClass: 'ARV' };
const opening = {
  sku: 'pill',
  location: 'ACCRA',
  unitsPerPack: 10,
  leadTimeDays: 30,
  leadTimeDeviationDays: 5,
};
const always = (course: Course): Pick<Courses, 'of'> => ({ of: () => [course] });
const need = (dayOfYear: number, quantity: number): Demand => ({
  reference: `need-${dayOfYear}`,
  sku: 'pill',
  location: 'ACCRA',
  quantity,
  announcedOn: addDays(from, dayOfYear),
  neededOn: addDays(from, dayOfYear),
});

interface Case {
  readonly demands: readonly Demand[];
  readonly onHand?: number;
  readonly deliveredAfter?: number;
  readonly days?: number;
}
const run = ({ demands, onHand = 0, deliveredAfter = 30, days = 120 }: Case) =>
  runFixedRule({
    from,
    to: addDays(from, days - 1),
    items: [item],
    openingLevels: [{ ...opening, onHand }],
    demands,
    courses: always({ promisedAfter: 30, deliveredAfter, mode: 'Air' }),
    priceOf: () => 1,
  });

describe('the quantity of an order', () => {
  it('brings the position to lead time plus 180 days, in whole packs and less than a pack above', () => {
    const aPlace = fc.record({
      onHand: fc.nat(10_000),
      onOrder: fc.nat(10_000),
      unitsPerPack: fc.integer({ min: 1, max: 500 }),
      leadTimeDays: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(aPlace, fc.integer({ min: 0, max: 100 }), (place, perDay) => {
        const quantity = orderQuantity(place, perDay);
        const level = perDay * (place.leadTimeDays + 180);
        const position = place.onHand + place.onOrder;
        expect(quantity % place.unitsPerPack).toBe(0);
        if (position >= level) expect(quantity).toBe(0);
        else {
          expect(position + quantity).toBeGreaterThanOrEqual(level);
          expect(position + quantity).toBeLessThan(level + place.unitsPerPack);
        }
      }),
    );
  });
});

describe('the fixed rule', () => {
  it('issues no more than is needed and no more than there is, and loses nothing on the way', () => {
    const aDemand = fc.tuple(fc.integer({ min: -365, max: 119 }), fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(
        fc.array(aDemand, { maxLength: 40 }),
        fc.nat(2000),
        fc.integer({ min: 1, max: 60 }),
        (needs, onHand, deliveredAfter) => {
          const demands = needs.map(([on, quantity]) => need(on, quantity));
          let before = onHand;
          for (const { issued, quantity, stockValueUsd, day } of run({ demands, onHand, deliveredAfter })
            .days) {
            const arrived = stockValueUsd - before + issued;
            expect(issued).toBeLessThanOrEqual(quantity);
            expect(stockValueUsd).toBeGreaterThanOrEqual(0);
            // Arrivals are whole packs, of orders that were placed on a day of review.
            expect(arrived % 10).toBe(0);
            if (arrived > 0) expect((daysBetween(from, day) - deliveredAfter) % 7).toBe(0);
            expect(arrived).toBeGreaterThanOrEqual(0);
            before = stockValueUsd;
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('serves a day from what arrives on it', () => {
    // A year's need of 3,650 lets the first review order for ten a day.
    const past = need(-1, 3650);
    const onTheDay = run({ demands: [past, need(30, 2100)] });
    expect(onTheDay.days[30]).toMatchObject({ lines: 1, linesFilled: 1, issued: 2100 });
    const theDayBefore = run({ demands: [past, need(29, 2100)] });
    expect(theDayBefore.days[29]).toMatchObject({ lines: 1, linesFilled: 0, issued: 0 });
  });

  it('reviews once a week, counts what is on order, and counts the late', () => {
    const past = need(-1, 3650);
    expect(run({ demands: [past], days: 1 })).toMatchObject({ orders: 1, lateDeliveries: 0 });
    expect(run({ demands: [past], days: 29 })).toMatchObject({ orders: 1 });
    expect(run({ demands: [past], days: 1, deliveredAfter: 31 })).toMatchObject({
      orders: 1,
      lateDeliveries: 1,
    });
  });

  it('forgets what was needed more than a year ago', () => {
    expect(run({ demands: [need(-365, 3650)], days: 1 }).orders).toBe(0);
    expect(run({ demands: [need(-364, 3650)], days: 1 }).orders).toBe(1);
  });

  it('stocks a place from its first need on', () => {
    const elsewhere = { ...need(0, 365), location: 'LAGOS' };
    const { days, orders } = run({ demands: [elsewhere], days: 40 });
    expect(days[0]).toMatchObject({ lines: 1, linesFilled: 0 });
    expect(orders).toBe(1);
    expect(days[39]?.stockValueUsd).toBeGreaterThan(0);
  });
});
