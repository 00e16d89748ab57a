import { addDays, daysBetween } from '@stockade/contracts';
import type { Course, Demand, MasterData } from '@stockade/history';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentsRule } from './agents-rule.js';
import { fixedQuantity, orderUpTo } from './comparison-rules.js';
import type { Rule } from './place.js';
import { simulate } from './simulate.js';

const from = '2011-01-01';
const items = [{ sku: 'pill', name: 'Pill', unitsPerPack: 10, productClass: 'ARV' }];
const offers = [
  {
    supplier: 'Maker',
    sku: 'pill',
    unitsPerPack: 10,
    packPriceMinor: 1000,
    minimumPacks: 3,
    priceBreaks: [],
    leadTimeDays: 30,
    leadTimeDeviationDays: 5,
    onTimeShare: 1,
    itemHistory: undefined,
  },
];
const masterData = (onHand: number): MasterData => ({
  items,
  offers,
  openingLevels: [
    { sku: 'pill', location: 'ACCRA', onHand, unitsPerPack: 10, leadTimeDays: 30, leadTimeDeviationDays: 5 },
  ],
});
const need = (dayOfYear: number, quantity: number, notice = 0): Demand => ({
  reference: `need-${dayOfYear}-${quantity}-${notice}`,
  sku: 'pill',
  location: 'ACCRA',
  quantity,
  announcedOn: addDays(from, dayOfYear - notice),
  neededOn: addDays(from, dayOfYear),
});

interface Case {
  readonly demands: readonly Demand[];
  readonly onHand?: number;
  readonly deliveredAfter?: number;
  readonly days?: number;
  readonly rule: Rule;
}
const run = ({ demands, onHand = 0, deliveredAfter = 30, days = 120, rule }: Case) => {
  const course: Course = { promisedAfter: 30, deliveredAfter, mode: 'Air', origin: 'Goa' };
  const to = addDays(from, days - 1);
  return simulate({ ...masterData(onHand), from, to, demands, courses: { of: () => [course] } }, rule);
};
const never: Rule = () => 0;
const once =
  (quantity: number): Rule =>
  ({ openOrders, onHand }) =>
    openOrders.size === 0 && onHand === 0 ? quantity : 0;

describe('the simulated world', () => {
  it('issues what there is, loses the rest, and weighs the stock by its price', () => {
    const { days } = run({ demands: [need(1, 70), need(2, 60)], onHand: 100, days: 3, rule: never });
    expect(days).toEqual([
      { day: '2011-01-01', stockValueUsd: 100, lines: 0, linesFilled: 0, quantity: 0, issued: 0 },
      { day: '2011-01-02', stockValueUsd: 30, lines: 1, linesFilled: 1, quantity: 70, issued: 70 },
      { day: '2011-01-03', stockValueUsd: 0, lines: 1, linesFilled: 0, quantity: 60, issued: 30 },
    ]);
  });

  it('rounds orders to packs and the minimum, brings them on their day, and counts the late', () => {
    const { placed, days, orders, lateDeliveries } = run({
      demands: [need(31, 30)],
      deliveredAfter: 31,
      days: 32,
      rule: once(12),
    });
    expect(placed[0]).toEqual({ sku: 'pill', location: 'ACCRA', day: from, quantity: 30 });
    expect(days[31]).toMatchObject({ lines: 1, linesFilled: 1 });
    expect({ orders, lateDeliveries }).toEqual({ orders: 2, lateDeliveries: 2 });
  });

  it('issues no more than is needed or there is, and loses nothing on the way', () => {
    const aDemand = fc.tuple(fc.integer({ min: -365, max: 119 }), fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(
        fc.array(aDemand, { maxLength: 40 }),
        fc.nat(2000),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(orderUpTo(180), fixedQuantity(0.95), agentsRule(0.9)),
        (needs, onHand, deliveredAfter, rule) => {
          const demands = needs.map(([on, quantity], index) => ({
            ...need(on, quantity),
            reference: `${index}`,
          }));
          const { days, placed } = run({ demands, onHand, deliveredAfter, rule });
          const issued = days.reduce((sum, day) => sum + day.issued, 0);
          const arrived = placed
            .filter(({ day }) => daysBetween(from, day) + deliveredAfter < 120)
            .reduce((sum, { quantity }) => sum + quantity, 0);
          expect(days.at(-1)?.stockValueUsd).toBeCloseTo(onHand + arrived - issued, 6);
          for (const day of days) {
            expect(day.issued).toBeLessThanOrEqual(day.quantity);
            expect(day.stockValueUsd).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('lets no decision depend on what becomes known later', () => {
    const aDemand = fc.record({
      on: fc.integer({ min: -300, max: 119 }),
      quantity: fc.integer({ min: 1, max: 500 }),
      notice: fc.nat(200),
    });
    fc.assert(
      fc.property(
        fc.array(aDemand, { maxLength: 40 }),
        fc.integer({ min: 0, max: 119 }),
        fc.constantFrom(orderUpTo(180), fixedQuantity(0.95), agentsRule(0.9)),
        (needs, cut, rule) => {
          const demands = needs.map(({ on, quantity, notice }, index) => ({
            ...need(on, quantity, notice),
            reference: `${index}`,
          }));
          const day = addDays(from, cut);
          const known = demands.filter(({ announcedOn }) => announcedOn <= day);
          const until = (all: readonly Demand[]) =>
            run({ demands: all, rule }).placed.filter((order) => order.day <= day);
          expect(until(demands)).toEqual(until(known));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('the rules that people use', () => {
  const past = need(-1, 3650);

  it('order up to the lead time and some days of the average of a year, once a week', () => {
    const [first, second] = run({ demands: [past], rule: orderUpTo(180), days: 30 }).placed;
    // Ten a day.
    expect(first?.quantity).toBe(10 * (30 + 180));
    expect(second).toBeUndefined();
  });

  it('forget what was needed more than a year ago', () => {
    expect(run({ demands: [need(-380, 3650)], days: 10, rule: orderUpTo(180) }).orders).toBe(0);
  });

  it('order economic quantities until the position is above the reorder point', () => {
    const economic = Math.sqrt((2 * 3650 * 1000) / (1 * 0.2));
    const [first, second] = run({ demands: [past], rule: fixedQuantity(0.9), days: 30 }).placed;
    expect(first?.quantity).toBe(Math.ceil(economic / 10) * 10);
    expect(second).toBeUndefined();
    const onHand = 5000;
    expect(run({ demands: [past], rule: fixedQuantity(0.9), days: 30, onHand }).orders).toBe(0);
    expect(run({ demands: [past], rule: fixedQuantity(0.999), days: 30, onHand: 400 }).orders).toBe(1);
  });
});
