import { addDays } from '@stockade/contracts';
import fc from 'fast-check';
import type { PlaceFacts } from '../planning/place-facts.js';

export const today = '2012-06-15';
export const requestId = '0199c0de-0000-7000-8000-000000000001';
export const place = { sku: 'item-1', location: 'ACCRA' };

/** Lead time 40 +- 12 days: an order may come from day 16 on, is protected against until day 52, covers to 82. */
export const facts = (known: Partial<PlaceFacts> = {}): PlaceFacts => ({
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
  inTransit: [],
  openFacts: [],
  ...known,
});
export const demand = (inDays: number, quantity: number, announcedOn = today) => ({
  quantity,
  announcedOn,
  neededOn: addDays(today, inDays),
});

const amount = fc.integer({ min: 1, max: 100_000 });
const inDays = fc.integer({ min: -30, max: 400 });

export const anyPlace = fc
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
      outstanding: each.outstanding.map(({ expected, quantity }, index) => ({
        id: `${requestId.slice(0, -1)}${index}`,
        quantity,
        orderedQuantity: expected === null ? null : quantity,
        receivedQuantity: 0,
        requestedOn: today,
        expectedOn: expected === null ? null : addDays(today, expected),
      })),
    });
  });
