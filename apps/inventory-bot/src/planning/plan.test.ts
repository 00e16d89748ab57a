import { addDays, daysBetween, inventory } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { horizonOf } from './horizon.js';
import type { PlaceFacts } from './place-facts.js';
import { planPlace } from './plan.js';

const today = '2012-06-15';
const place = { sku: 'item-1', location: 'ACCRA' };

interface Sketch {
  onHand?: number;
  policy?: Partial<PlaceFacts['policy']>;
  history?: Partial<PlaceFacts['history']>;
  demands?: { inDays: number; quantity: number }[];
  /** `forDay`: the day of the need that it was requested for; 45 unless told. */
  outstanding?: { inDays: number | null; quantity: number; forDay?: number }[];
}

/** Lead time 40 +- 12 days: a new order may come from day 29 on, is protected against until day 52, covers to 82. */
const facts = ({ onHand = 0, policy, history, demands = [], outstanding = [] }: Sketch): PlaceFacts => ({
  level: { ...place, onHand, reserved: 0, hold: 0, available: onHand, version: 1 },
  policy: {
    ...place,
    serviceLevel: 0.95,
    leadTimeDays: 40,
    leadTimeDeviationDays: 12,
    unitsPerPack: 10,
    version: 1,
    ...policy,
  },
  history: {
    ...place,
    from: '2011-06-01',
    to: today,
    demands: 0,
    quantity: 0,
    squaredQuantity: 0,
    noticeDays: 0,
    ...history,
  },
  demands: demands.map(({ inDays, quantity }) => ({ quantity, neededOn: addDays(today, inDays) })),
  outstanding: outstanding.map(({ inDays, quantity, forDay = 45 }) => ({
    quantity,
    orderedQuantity: inDays === null ? null : quantity,
    receivedQuantity: 0,
    neededOn: addDays(today, forDay),
    expectedOn: inDays === null ? null : addDays(today, inDays),
  })),
});

const quantityOf = (sketch: Sketch) => planPlace(facts(sketch), today)?.quantity ?? 0;

describe('planPlace', () => {
  it('buys nothing where nothing is needed', () => {
    expect(planPlace(facts({}), today)).toBeUndefined();
  });

  it('buys what is announced and missing, in whole packs, with the figures it decided on', () => {
    const need = planPlace(facts({ onHand: 30, demands: [{ inDays: 50, quantity: 101 }] }), today);
    expect(need).toEqual({
      ...place,
      quantity: 80,
      requestedOn: today,
      neededOn: addDays(today, 50),
      reason: {
        onHand: 30,
        onOrder: 0,
        announcedDemand: 101,
        forecastPerDay: 0,
        leadTimeDays: 40,
        horizonDays: 52,
        reorderPoint: 101,
        stockOutOn: addDays(today, 50),
      },
    });
  });

  it('waits for a need that the next order would still meet', () => {
    expect(quantityOf({ demands: [{ inDays: 53, quantity: 100 }] })).toBe(0);
  });

  it('buys for the order cycle as well once it buys', () => {
    const demands = [
      { inDays: 52, quantity: 100 },
      { inDays: 82, quantity: 70 },
      { inDays: 83, quantity: 1000 },
    ];
    expect(quantityOf({ demands })).toBe(170);
  });

  it('does not buy for a need that no order can meet any more', () => {
    expect(quantityOf({ demands: [{ inDays: 10, quantity: 100 }] })).toBe(0);
  });

  it('does not order twice because a receipt is postponed', () => {
    const demands = [{ inDays: 35, quantity: 100 }];
    expect(quantityOf({ demands, outstanding: [{ inDays: 51, quantity: 100 }] })).toBe(0);
    expect(quantityOf({ demands, outstanding: [{ inDays: 300, quantity: 100 }] })).toBe(0);
    expect(quantityOf({ demands, outstanding: [{ inDays: -20, quantity: 100 }] })).toBe(0);
  });

  it('does not let an order for a far need hide a shortage', () => {
    const demands = [{ inDays: 45, quantity: 100 }];
    const outstanding = [{ inDays: 120, quantity: 1000, forDay: 120 }];
    expect(quantityOf({ demands, outstanding })).toBe(100);
  });

  it('keeps a safety stock for lumpy demand that nobody has announced', () => {
    const history = { quantity: 3800, squaredQuantity: 380_000 };
    const steady = quantityOf({ onHand: 600, history });
    const lumpy = quantityOf({ onHand: 600, history: { ...history, squaredQuantity: 38_000_000 } });
    expect(lumpy).toBeGreaterThan(steady);
  });

  it('plans 100 SKUs with 50 demands each in under 50 ms', () => {
    const demands = Array.from({ length: 50 }, (_, index) => ({ inDays: index * 6, quantity: 100 }));
    const history = { quantity: 3800, squaredQuantity: 380_000, noticeDays: 120 };
    const places = Array.from({ length: 100 }, (_, index) =>
      facts({ onHand: index * 100, history, demands }),
    );
    for (const each of places) planPlace(each, today);
    const start = performance.now();
    const needs = places.filter((each) => planPlace(each, today));
    expect(performance.now() - start).toBeLessThan(50);
    expect(needs.length).toBeGreaterThan(0);
  });
});

const amount = fc.integer({ min: 1, max: 100_000 });
const sketch = fc.record({
  onHand: fc.integer({ min: 0, max: 500_000 }),
  policy: fc.record({
    serviceLevel: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
    leadTimeDays: fc.integer({ min: 1, max: 300 }),
    leadTimeDeviationDays: fc.integer({ min: 0, max: 100 }),
    unitsPerPack: fc.integer({ min: 1, max: 1000 }),
  }),
  history: fc.record({
    quantity: fc.integer({ min: 0, max: 1_000_000 }),
    squaredQuantity: fc.double({ min: 0, max: 1e11, noNaN: true }),
    noticeDays: fc.double({ min: 0, max: 300, noNaN: true }),
  }),
  demands: fc.array(fc.record({ inDays: fc.integer({ min: -30, max: 500 }), quantity: amount }), {
    maxLength: 20,
  }),
  outstanding: fc.array(
    fc.record({
      inDays: fc.option(fc.integer({ min: -30, max: 500 })),
      quantity: amount,
      forDay: fc.integer({ min: -30, max: 500 }),
    }),
    { maxLength: 5 },
  ),
});

describe('planPlace, whatever the facts', () => {
  it('asks for a positive number of whole packs, in a body that the operation takes', () => {
    fc.assert(
      fc.property(sketch, (each) => {
        const need = planPlace(facts(each), today);
        if (!need) return;
        expect(need.quantity % each.policy.unitsPerPack).toBe(0);
        expect(inventory.requestReplenishment.body.parse(need)).toEqual(need);
      }),
    );
  });

  it('never buys more for having more', () => {
    fc.assert(
      fc.property(sketch, amount, (each, more) => {
        expect(quantityOf({ ...each, onHand: each.onHand + more })).toBeLessThanOrEqual(quantityOf(each));
      }),
    );
  });

  it('never buys more for having more on order', () => {
    fc.assert(
      fc.property(sketch, fc.integer({ min: 0, max: 400 }), amount, (each, inDays, quantity) => {
        const outstanding = [...each.outstanding, { inDays, quantity }];
        expect(quantityOf({ ...each, outstanding })).toBeLessThanOrEqual(quantityOf(each));
      }),
    );
  });

  it('never buys less for more announced demand', () => {
    fc.assert(
      fc.property(sketch, fc.integer({ min: -30, max: 500 }), amount, (each, inDays, quantity) => {
        const demands = [...each.demands, { inDays, quantity }];
        expect(quantityOf({ ...each, demands })).toBeGreaterThanOrEqual(quantityOf(each));
      }),
    );
  });

  // What comes sooner than that may go to needs that the plan had given up.
  it('never asks again for what it has asked for, however late it comes', () => {
    fc.assert(
      fc.property(sketch, fc.option(fc.nat({ max: 900 })), (each, delay) => {
        const need = planPlace(facts(each), today);
        fc.pre(need !== undefined);
        const inDays = delay === null ? null : horizonOf(each.policy).earliest + delay;
        const request = { inDays, quantity: need.quantity, forDay: daysBetween(today, need.neededOn) };
        expect(quantityOf({ ...each, outstanding: [...each.outstanding, request] })).toBe(0);
      }),
    );
  });
});
