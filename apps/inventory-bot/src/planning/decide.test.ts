import { addDays, inventory } from '@stockade/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPlace, demand, facts, place, requestId, today } from '../test-support/known-places.js';
import { decide } from './decide.js';
import type { PlaceFacts } from './place-facts.js';

const needOf = (known: PlaceFacts, day: string) => decide(known, day).need;
describe('what a place needs', () => {
  it('is asked for with every figure that it was decided on', () => {
    expect(needOf(facts({ demands: [demand(50, 101)] }), today)).toEqual({
      ...place,
      quantity: 80,
      requestedOn: today,
      neededOn: addDays(today, 50),
      reason: {
        onHand: 30,
        reserved: 0,
        hold: 0,
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
    const request = {
      id: requestId,
      quantity: 60,
      orderedQuantity: 90,
      requestedOn: today,
      expectedOn: addDays(today, 30),
    };
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

describe('what a planner should do', () => {
  const request = (expectedOn: string | null, orderedQuantity: number | null = 80) => ({
    ...{ id: requestId, quantity: 70, orderedQuantity, receivedQuantity: 20, requestedOn: today, expectedOn },
  });

  it('is told of what an order promises, and what should come instead', () => {
    const expectedOn = addDays(today, 40);
    const { reports } = decide(
      facts({ demands: [demand(25, 90)], outstanding: [request(expectedOn)] }),
      today,
    );
    expect(reports).toMatchObject([
      {
        kind: 'expedite',
        fact: `expedite ${requestId} ${expectedOn} 80`,
        ...{ requestId, promisedQuantity: 80, promisedOn: expectedOn },
        ...{ quantity: 60, neededOn: addDays(today, 25) },
        reason: { onHand: 30, onOrder: 60, stockOutOn: addDays(today, 25) },
      },
    ]);
  });

  it('is about the same fact on the next day, and about another once the order promises otherwise', () => {
    const known = { demands: [demand(25, 90)] };
    const factsAt = (day: string, expectedOn: string) =>
      decide(facts({ ...known, outstanding: [request(expectedOn)] }), day).reports.map(({ fact }) => fact);
    const first = factsAt(today, addDays(today, 40));
    expect(factsAt(addDays(today, 1), addDays(today, 40))).toEqual(first);
    expect(factsAt(today, addDays(today, 39))).not.toEqual(first);
    expect(factsAt(today, addDays(today, 30))).toEqual([]);
  });

  it('is nothing about what nobody has promised yet', () => {
    expect(decide(facts({ outstanding: [request(null, null)] }), today).reports).toEqual([]);
    expect(decide(facts({ outstanding: [request(addDays(today, 9))] }), today).reports).toMatchObject([
      { kind: 'cancel', quantity: 0, neededOn: null },
    ]);
  });

  it('is to order what is needed, which is told where it cannot be requested', () => {
    const { need, reports } = decide(facts({ demands: [demand(50, 101)] }), today);
    const { quantity, neededOn } = need ?? {};
    expect(reports).toMatchObject([{ kind: 'order', fact: `order ${neededOn}`, quantity, requestId: null }]);
  });
});

const amount = fc.integer({ min: 1, max: 100_000 });
const inDays = fc.integer({ min: -30, max: 400 });
const later = fc.integer({ min: 1, max: 400 });
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

  it('has reports that fit into the operation that takes them, on orders that somebody has promised', () => {
    fc.assert(
      fc.property(anyPlace, (each) => {
        const messages = [...decide(each, today).reports];
        const { body } = inventory.reportActionMessages;
        expect(body.parse({ reportedOn: today, messages })).toEqual({ reportedOn: today, messages });
        for (const { requestId, promisedOn } of messages)
          expect(promisedOn === null).toBe(requestId === null);
      }),
    );
  });

  it('grows with what is reserved or held as with what is not there', () => {
    fc.assert(
      fc.property(anyPlace, fc.nat(50_000), fc.nat(50_000), (each, reserved, hold) => {
        const { available } = each.level;
        const bound = { ...each.level, onHand: available + reserved + hold, reserved, hold };
        const { need, reports } = decide({ ...each, level: bound }, today);
        const free = decide(each, today);
        expect(need && { ...need, reason: null }).toEqual(free.need && { ...free.need, reason: null });
        expect(reports.map(({ fact }) => fact)).toEqual(free.reports.map(({ fact }) => fact));
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
            ...requests.map(({ quantity, requestedIn, expected }, index) => ({
              id: `${requestId.slice(0, -1)}${index + 5}`,
              quantity,
              orderedQuantity: quantity,
              receivedQuantity: 0,
              requestedOn: addDays(today, requestedIn),
              expectedOn: addDays(today, expected),
            })),
          ],
          inTransit: requests.map(({ quantity, requestedIn, expected }) => ({
            id: requestId,
            quantity,
            dispatchedOn: addDays(today, requestedIn),
            expectedOn: addDays(today, expected),
          })),
        };
        expect(decide(written, today)).toEqual(decide(each, today));
      }),
    );
  });
});
