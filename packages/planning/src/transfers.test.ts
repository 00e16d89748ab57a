import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlaceFacts, planPlace, shortageFrom, surplusOf } from './index.js';

/** Lead time 40 +- 12 days: an order may come from day 16 on, is protected against until day 52, covers to 82. */
const facts = (sketch: Partial<PlaceFacts> = {}): PlaceFacts => ({
  available: 0,
  needs: [],
  orders: [],
  history: { months: [], days: 380, squaredQuantity: 0, noticeDays: 0 },
  leadTime: { mean: 40, deviation: 12 },
  serviceLevel: 0.95,
  unitsPerPack: 10,
  minimumQuantity: 0,
  ...sketch,
});
const need = (day: number, quantity: number) => ({ day, quantity });

const dated = fc.record({
  day: fc.integer({ min: -20, max: 200 }),
  quantity: fc.integer({ min: 1, max: 2000 }),
});
const anyPlace = fc.record({
  available: fc.nat(20_000),
  needs: fc.array(dated, { maxLength: 8 }),
  orders: fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 2000 }),
      expectedDay: fc.option(fc.integer({ min: -20, max: 200 })),
    }),
    { maxLength: 4 },
  ),
  history: fc.record({
    months: fc.array(fc.nat(3000), { maxLength: 24 }),
    days: fc.constant(700),
    squaredQuantity: fc.double({ min: 0, max: 1e7, noNaN: true }),
    noticeDays: fc.double({ min: 0, max: 200, noNaN: true }),
  }),
  leadTime: fc.record({ mean: fc.integer({ min: 1, max: 200 }), deviation: fc.integer({ min: 0, max: 60 }) }),
  serviceLevel: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
  unitsPerPack: fc.integer({ min: 1, max: 100 }),
  minimumQuantity: fc.constant(0),
});

describe('what a place can give away', () => {
  it('is what it does not need while an order placed today is to last', () => {
    const needs = [need(30, 100), need(82, 50), need(83, 1000)];
    expect(surplusOf(facts({ available: 400, needs }))).toBe(250);
    expect(surplusOf(facts({ available: 149, needs }))).toBe(0);
  });

  it('counts on nothing that is still to come', () => {
    const orders = [{ quantity: 1000, expectedDay: 5 }];
    expect(surplusOf(facts({ available: 120, needs: [need(30, 100)], orders }))).toBe(20);
  });

  it('never makes it short by its own plan, all of it or a part', () => {
    fc.assert(
      fc.property(anyPlace, fc.double({ min: 0, max: 1, noNaN: true }), (giver, share) => {
        const surplus = surplusOf(giver);
        expect(surplus).toBeLessThanOrEqual(giver.available);
        fc.pre(surplus > 0);
        const after = planPlace({ ...giver, available: giver.available - Math.round(surplus * share) });
        expect(after).toMatchObject({ quantity: 0, stockOutDay: null });
      }),
    );
  });
});

describe('what goods that come on a day would relieve a place of', () => {
  it('is the shortage that an order would come too late for as well', () => {
    const needs = [need(8, 60), need(45, 100)];
    expect(shortageFrom(facts({ needs }), 6)).toBe(160);
    expect(shortageFrom(facts({ needs }), 9)).toBe(100);
  });

  it('is the gap until what is promised comes', () => {
    const orders = [{ quantity: 500, expectedDay: 30 }];
    expect(shortageFrom(facts({ needs: [need(20, 70)], orders }), 6)).toBe(70);
    expect(shortageFrom(facts({ needs: [need(30, 70)], orders }), 6)).toBe(0);
  });

  it('is nothing where the next order comes in time, or an order placed today comes sooner', () => {
    expect(shortageFrom(facts({ needs: [need(53, 100)] }), 6)).toBe(0);
    expect(shortageFrom(facts({ needs: [need(50, 100)] }), 53)).toBe(0);
  });

  it('is nothing any more once it is on its way, and what is bought beside it is never more', () => {
    fc.assert(
      fc.property(anyPlace, fc.nat(30), (place, day) => {
        const quantity = shortageFrom(place, day);
        fc.pre(quantity > 0);
        const relieved = { ...place, orders: [...place.orders, { quantity, expectedDay: day }] };
        expect(shortageFrom(relieved, day)).toBe(0);
        expect(planPlace(relieved).quantity).toBeLessThanOrEqual(planPlace(place).quantity);
      }),
    );
  });

  it('is nothing where there is something to give away', () => {
    fc.assert(
      fc.property(anyPlace, fc.nat(30), (place, day) => {
        expect(Math.min(surplusOf(place), shortageFrom(place, day))).toBe(0);
      }),
    );
  });
});
