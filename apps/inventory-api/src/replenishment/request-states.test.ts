import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterOrder,
  afterReceipt,
  isOutstanding,
  mostToReceive,
  type RequestProgress,
} from './request-states.js';

const orderId = '0199c0de-0000-7000-8000-000000000001';
const requestId = '0199c0de-0000-7000-8000-000000000002';

const open: RequestProgress = {
  status: 'open',
  quantity: 100,
  receivedQuantity: 0,
  orderId: null,
  orderVersion: null,
  orderedQuantity: null,
  expectedOn: null,
};
type Fact = Parameters<typeof afterOrder>[1];
const fact = (change: Partial<Fact>): Fact => ({
  requestId,
  orderId,
  supplierId: '0199c0de-0000-7000-8000-000000000002',
  unconfirmed: 0,
  status: 'approved',
  quantity: 120,
  expectedOn: '2012-09-01',
  version: 1,
  ...change,
});

describe('afterOrder', () => {
  it('takes up what was ordered', () => {
    expect(afterOrder(open, fact({}))).toEqual({
      status: 'ordered',
      orderId,
      orderVersion: 1,
      orderedQuantity: 120,
      expectedOn: '2012-09-01',
    });
  });

  it.each(['cancelled', 'declined', 'rejected'] as const)(
    'frees the need of an order that was %s',
    (status) => {
      expect(
        afterOrder({ ...open, status: 'ordered', orderVersion: 1 }, fact({ status, version: 2 })),
      ).toMatchObject({
        status: 'cancelled',
      });
    },
  );

  it('expects nothing more of an order that is received', () => {
    expect(afterOrder(open, fact({ status: 'received', version: 5 }))).toMatchObject({ status: 'fulfilled' });
  });

  it('ignores what it knows already and what is older', () => {
    const known: RequestProgress = { ...open, status: 'ordered', orderVersion: 3 };
    expect(afterOrder(known, fact({ version: 3 }))).toBeUndefined();
    expect(afterOrder(known, fact({ version: 2, status: 'cancelled' }))).toBeUndefined();
  });

  it.each(['fulfilled', 'cancelled'] as const)('never leaves %s', (status) => {
    expect(afterOrder({ ...open, status }, fact({ version: 9 }))).toBeUndefined();
  });

  it('comes to the same whatever the order in which the facts arrive, once the last has', () => {
    const facts = (
      [
        ['approved', 1],
        ['sent', 2],
        ['acknowledged', 3],
      ] as const
    ).map(([status, version]) => fact({ status, version, expectedOn: `2012-09-0${version}` }));
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: 3 }), (shuffled) => {
        let end = open;
        for (const each of shuffled) end = { ...end, ...afterOrder(end, each) };
        expect(end).toMatchObject({ status: 'ordered', orderVersion: 3, expectedOn: '2012-09-03' });
      }),
    );
  });
});

describe('afterReceipt', () => {
  it('is fulfilled by what was ordered, not by what was requested', () => {
    const ordered: RequestProgress = { ...open, status: 'ordered', orderedQuantity: 120 };
    expect(afterReceipt(ordered, 100)).toEqual({ status: 'ordered', receivedQuantity: 100 });
    expect(afterReceipt({ ...ordered, receivedQuantity: 100 }, 20)).toEqual({
      status: 'fulfilled',
      receivedQuantity: 120,
    });
  });

  it('leaves a cancelled request cancelled', () => {
    expect(afterReceipt({ ...open, status: 'cancelled' }, 100).status).toBe('cancelled');
  });

  it('adds up, and ends exactly when everything is there', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.integer({ min: 1, max: 400 })),
        (quantity, parts) => {
          let end: RequestProgress = { ...open, quantity };
          for (const part of parts) end = { ...end, ...afterReceipt(end, part) };
          const received = parts.reduce((sum, part) => sum + part, 0);
          expect(end.receivedQuantity).toBe(received);
          expect(isOutstanding(end.status)).toBe(received < quantity);
        },
      ),
    );
  });
});

describe('mostToReceive', () => {
  it('goes beyond what was ordered by the share of the role, and not at all without one', () => {
    expect(mostToReceive({ quantity: 100, orderedQuantity: 120 }, 0.1)).toBe(132);
    expect(mostToReceive({ quantity: 100, orderedQuantity: 120 }, undefined)).toBe(120);
    expect(mostToReceive({ quantity: 100, orderedQuantity: null }, 0.1)).toBe(110);
  });
});
