import { addDays, inventory } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaceFacts } from './place-facts.js';
import { needOf } from './replenishment-need.js';

const today = '2012-06-15';
const place = { sku: 'item-1', location: 'ACCRA' };

/** Lead time 40 +- 12 days: an order may come from day 16 on, is protected against until day 52, covers to 82. */
const facts = (known: Partial<PlaceFacts> = {}): PlaceFacts => ({
  level: { ...place, onHand: 30, reserved: 0, hold: 0, available: 30, version: 1 },
  policy: {
    ...place,
    serviceLevel: 0.95,
    leadTimeDays: 40,
    leadTimeDeviationDays: 12,
    unitsPerPack: 10,
    version: 1,
  },
  history: {
    ...place,
    from: '2011-06-01',
    to: today,
    demands: 0,
    quantity: 0,
    squaredQuantity: 0,
    noticeDays: 0,
    monthly: [],
  },
  leadTimes: undefined,
  demands: [],
  outstanding: [],
  ...known,
});
const demand = (inDays: number, quantity: number, announcedOn = today) => ({
  quantity,
  announcedOn,
  neededOn: addDays(today, inDays),
});

describe('what a place needs', () => {
  it('is asked for with every figure that it was decided on', () => {
    expect(needOf(facts({ demands: [demand(50, 101)] }), today)).toEqual({
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
        orderByOn: addDays(today, -2),
        availableToPromise: 0,
        safetyStock: 0,
        unannouncedDemand: 0,
        demandClass: 'none',
        noticeDays: 0,
        leadTimeDeviationDays: 12,
        observedReceipts: 0,
        serviceLevel: 0.95,
      },
    });
  });

  it('is nothing where enough is on its way, as it was ordered and less what has come', () => {
    const request = { quantity: 60, orderedQuantity: 90, requestedOn: today, expectedOn: addDays(today, 30) };
    const demands = [demand(50, 110)];
    expect(
      needOf(facts({ demands, outstanding: [{ ...request, receivedQuantity: 0 }] }), today),
    ).toBeUndefined();
    const partly = needOf(facts({ demands, outstanding: [{ ...request, receivedQuantity: 50 }] }), today);
    expect(partly).toMatchObject({ quantity: 40, reason: { onOrder: 40 } });
  });

  it('goes by the lead times that were observed, once there are some', () => {
    const leadTimes = { ...place, receipts: 95, days: 95 * 90, squaredDays: 95 * 8100 };
    const demands = [demand(80, 100)];
    expect(needOf(facts({ demands }), today)).toBeUndefined();
    const need = needOf(facts({ demands, leadTimes }), today);
    expect(need).toMatchObject({ quantity: 70, reason: { leadTimeDays: 88, observedReceipts: 95 } });
  });

  it('takes the running month for what it is: not over', () => {
    const history = { ...facts().history, noticeDays: 0, monthly: [...new Array<number>(12).fill(300), 5] };
    expect(needOf(facts({ history }), today)?.reason.forecastPerDay).toBeCloseTo(300 / (365.25 / 12), 9);
  });
});

const amount = fc.integer({ min: 1, max: 100_000 });
const inDays = fc.integer({ min: -30, max: 400 });
const later = fc.integer({ min: 1, max: 400 });
const anyPlace = fc
  .record({
    available: fc.nat(100_000),
    demands: fc.array(fc.record({ inDays, quantity: amount, since: fc.nat(200) }), { maxLength: 12 }),
    outstanding: fc.array(fc.record({ expected: fc.option(inDays), quantity: amount }), { maxLength: 4 }),
    monthly: fc.array(fc.nat(50_000), { maxLength: 25 }),
    squaredQuantity: fc.double({ min: 0, max: 1e10, noNaN: true }),
    noticeDays: fc.double({ min: 0, max: 300, noNaN: true }),
    unitsPerPack: fc.integer({ min: 1, max: 1000 }),
  })
  .map((each) => {
    const known = facts();
    return facts({
      level: { ...known.level, onHand: each.available, available: each.available },
      policy: { ...known.policy, unitsPerPack: each.unitsPerPack },
      history: {
        ...known.history,
        monthly: each.monthly,
        squaredQuantity: each.squaredQuantity,
        noticeDays: each.noticeDays,
      },
      demands: each.demands.map(({ inDays, quantity, since }) =>
        demand(inDays, quantity, addDays(today, -since)),
      ),
      outstanding: each.outstanding.map(({ expected, quantity }) => ({
        quantity,
        orderedQuantity: expected === null ? null : quantity,
        receivedQuantity: 0,
        requestedOn: today,
        expectedOn: expected === null ? null : addDays(today, expected),
      })),
    });
  });

describe('what any place needs', () => {
  it('fits into the operation that asks for it', () => {
    fc.assert(
      fc.property(anyPlace, (each) => {
        const need = needOf(each, today);
        if (!need) return;
        expect(need.quantity % each.policy.unitsPerPack).toBe(0);
        expect(inventory.requestReplenishment.body.parse(need)).toEqual(need);
      }),
    );
  });

  it('is decided alike, whatever is written down of days that the business clock has not reached', () => {
    const future = fc.record({
      demands: fc.array(fc.record({ inDays, quantity: amount, announcedIn: later }), {
        minLength: 1,
        maxLength: 5,
      }),
      requests: fc.array(fc.record({ quantity: amount, requestedIn: later, expected: inDays }), {
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(anyPlace, future, (each, { demands, requests }) => {
        const written = {
          ...each,
          demands: [
            ...each.demands,
            ...demands.map(({ inDays, quantity, announcedIn }) =>
              demand(inDays, quantity, addDays(today, announcedIn)),
            ),
          ],
          outstanding: [
            ...each.outstanding,
            ...requests.map(({ quantity, requestedIn, expected }) => ({
              quantity,
              orderedQuantity: quantity,
              receivedQuantity: 0,
              requestedOn: addDays(today, requestedIn),
              expectedOn: addDays(today, expected),
            })),
          ],
        };
        expect(needOf(written, today)).toEqual(needOf(each, today));
      }),
    );
  });
});
