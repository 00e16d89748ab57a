import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { horizonOf, type PlaceFacts, planPlace } from './index.js';

/** Lead time 40 +- 12 days: an order may come from day 16 on, is protected against until day 52, covers to 82. */
const facts = (sketch: Partial<PlaceFacts> = {}): PlaceFacts => ({
  available: 0,
  needs: [],
  orders: [],
  history: { months: [], days: 380, squaredQuantity: 0, noticeDays: 0 },
  leadTime: { mean: 40, deviation: 12 },
  serviceLevel: 0.95,
  unitsPerPack: 10,
  minimumQuantity: 10,
  ...sketch,
});
const quantityOf = (sketch: Partial<PlaceFacts>): number => planPlace(facts(sketch)).quantity;
const need = (day: number, quantity: number) => ({ day, quantity });

describe('the plan of a place', () => {
  it('looks as far as the lead time says', () => {
    expect(horizonOf(facts().leadTime)).toEqual({ earliest: 16, expected: 40, protection: 52, cover: 82 });
  });

  it('orders nothing where nothing is needed', () => {
    expect(planPlace(facts())).toMatchObject({
      quantity: 0,
      neededDay: null,
      stockOutDay: null,
      orderByDay: null,
    });
  });

  it('orders what is announced and missing, in whole packs, and says why', () => {
    expect(planPlace(facts({ available: 30, needs: [need(50, 101)] }))).toMatchObject({
      quantity: 80,
      neededDay: 50,
      orderByDay: -2,
      stockOutDay: 50,
      announcedDemand: 101,
      unannouncedDemand: 0,
      safetyStock: 0,
      reorderPoint: 101,
      availableToPromise: 0,
    });
  });

  it('waits for a need that the next order would still meet, and knows by when to order', () => {
    expect(planPlace(facts({ needs: [need(53, 100)] }))).toMatchObject({ quantity: 0, orderByDay: 1 });
  });

  it('orders for the order cycle as well once it orders', () => {
    expect(quantityOf({ needs: [need(52, 100), need(82, 70), need(83, 1000)] })).toBe(170);
  });

  it('does not order for a need that no order can meet any more', () => {
    expect(quantityOf({ needs: [need(10, 100)] })).toBe(0);
  });

  it('does not order again for what is late, as long as a new order would come no sooner', () => {
    const needs = [need(35, 100)];
    for (const expectedDay of [null, -20, 5, 40]) {
      expect(quantityOf({ needs, orders: [{ quantity: 100, expectedDay }] })).toBe(0);
    }
  });

  it('does not let an order for a far day hide a shortage', () => {
    const orders = [{ quantity: 1000, expectedDay: 120 }];
    expect(quantityOf({ needs: [need(45, 100)], orders })).toBe(100);
  });

  it('overtakes what is promised too late, but not day after day', () => {
    const needs = [need(45, 100)];
    const orders: { quantity: number; expectedDay: number }[] = [];
    for (let day = 0; day < 30; day++) {
      const quantity = quantityOf({ needs, orders });
      if (quantity > 0) orders.push({ quantity, expectedDay: 120 });
    }
    expect(orders.map(({ quantity }) => quantity)).toEqual(new Array(6).fill(100));
  });

  it('keeps a safety stock for lumpy demand that nobody has announced', () => {
    const months = new Array<number>(12).fill(300);
    const steady = { months, days: 380, squaredQuantity: 380_000, noticeDays: 0 };
    const lumpy = { ...steady, squaredQuantity: 38_000_000 };
    expect(quantityOf({ available: 600, history: lumpy })).toBeGreaterThan(
      quantityOf({ available: 600, history: steady }),
    );
  });
});

const amount = fc.integer({ min: 1, max: 100_000 });
const day = fc.integer({ min: -30, max: 500 });
const anyPlace: fc.Arbitrary<PlaceFacts> = fc.record({
  available: fc.nat(500_000),
  needs: fc.array(fc.record({ day, quantity: amount }), { maxLength: 20 }),
  orders: fc.array(fc.record({ expectedDay: fc.option(day), quantity: amount }), { maxLength: 5 }),
  history: fc.record({
    months: fc.array(fc.nat(100_000), { maxLength: 25 }),
    days: fc.nat(760),
    squaredQuantity: fc.double({ min: 0, max: 1e11, noNaN: true }),
    noticeDays: fc.double({ min: 0, max: 300, noNaN: true }),
  }),
  leadTime: fc.record({ mean: fc.integer({ min: 1, max: 300 }), deviation: fc.nat(100) }),
  serviceLevel: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
  unitsPerPack: fc.integer({ min: 1, max: 1000 }),
  minimumQuantity: fc.nat(5000),
});
const ordered = (place: PlaceFacts): number => planPlace(place).quantity;

describe('the plan of any place', () => {
  it('orders whole packs, at least the minimum, for a day that an order can meet', () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        const { quantity, neededDay, horizon } = planPlace(place);
        expect(quantity % place.unitsPerPack).toBe(0);
        if (quantity > 0) expect(quantity).toBeGreaterThanOrEqual(place.minimumQuantity);
        if (quantity > 0) expect(neededDay).toBeGreaterThanOrEqual(horizon.earliest);
      }),
    );
  });

  it('never orders more for having more, there or on order', () => {
    fc.assert(
      fc.property(anyPlace, amount, fc.option(day), (place, more, expectedDay) => {
        const quantity = ordered(place);
        expect(ordered({ ...place, available: place.available + more })).toBeLessThanOrEqual(quantity);
        const orders = [...place.orders, { quantity: more, expectedDay }];
        expect(ordered({ ...place, orders })).toBeLessThanOrEqual(quantity);
      }),
    );
  });

  it('never orders less for more need, or for a higher service level', () => {
    fc.assert(
      fc.property(
        anyPlace,
        day,
        amount,
        fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        (place, on, more, level) => {
          const quantity = ordered(place);
          expect(ordered({ ...place, needs: [...place.needs, need(on, more)] })).toBeGreaterThanOrEqual(
            quantity,
          );
          const serviceLevel = Math.max(level, place.serviceLevel);
          expect(ordered({ ...place, serviceLevel })).toBeGreaterThanOrEqual(quantity);
        },
      ),
    );
  });

  /** Its safety stock is so small that a sum with it loses it. */
  const shortBelowRounding: PlaceFacts = {
    available: 0,
    needs: [{ day: 0, quantity: 1 }],
    orders: [],
    history: { months: [], days: 0, squaredQuantity: 4.5e-322, noticeDays: 0 },
    leadTime: { mean: 1, deviation: 1 },
    serviceLevel: 0.5000000000000001,
    unitsPerPack: 1,
    minimumQuantity: 0,
  };

  it('never asks again for what it has asked for and may come as soon as a new order', () => {
    fc.assert(
      fc.property(anyPlace, fc.double({ min: 0, max: 1, noNaN: true }), (place, share) => {
        const { quantity, horizon } = planPlace(place);
        fc.pre(quantity > 0);
        // What comes sooner than that may go to needs that the plan had given up.
        const expectedDay = horizon.earliest + Math.round(share * (horizon.expected - horizon.earliest));
        const orders = [...place.orders, { quantity, expectedDay }];
        expect(ordered({ ...place, orders })).toBe(0);
      }),
      { examples: [[shortBelowRounding, 0]] },
    );
  });
});
