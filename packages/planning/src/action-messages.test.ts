import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionMessages, type OrderOnBook } from './action-messages.js';
import { net } from './netting.js';

const last = 120;
const nothing = { quantity: 0, neededDay: null };
/** An order is expected after 40 days; what comes 5 days before its need is in time. */
const horizon = { earliest: 60, expected: 40, protection: 45, cover: 75 };
interface Sketch {
  readonly needs: readonly { readonly day: number; readonly quantity: number }[];
  readonly orders: readonly OrderOnBook[];
  readonly available?: number;
  readonly plan?: { readonly quantity: number; readonly neededDay: number | null };
  readonly earliest?: number;
}
const messagesOf = ({ needs, orders, available = 0, plan: ordered = nothing, earliest = 60 }: Sketch) => {
  const withoutOrders = net({ available, receipts: [], needs, unannounced: () => 0, lostBefore: 0, last });
  const plan = { ...ordered, horizon: { ...horizon, earliest } };
  return actionMessages({ plan, withoutOrders, orders, unitsPerPack: 10 });
};
/** What a message is about: the same for as long as the order stays as it is. */
const factsOf = (sketch: Sketch) => messagesOf(sketch).map(({ kind, orderId }) => `${kind} ${orderId}`);
const order = (expectedDay: number, quantity = 100, id = 'order-1') => ({ id, quantity, expectedDay });
const need = (day: number, quantity = 100) => ({ day, quantity });

describe('action messages', () => {
  it.each([
    ['nothing where an order comes for its need', [need(50)], 45, []],
    ['to expedite what comes after its need', [need(50)], 70, [{ kind: 'expedite', day: 50, quantity: 100 }]],
    ['to defer what comes long before', [need(50)], 10, [{ kind: 'defer', day: 45, quantity: 100 }]],
    ['to cancel what nobody needs', [], 45, [{ kind: 'cancel', day: null, quantity: 0 }]],
    ['to decrease what is too much', [need(50, 41)], 45, [{ kind: 'decrease', day: 45, quantity: 50 }]],
    ['to increase what is too little', [need(50, 173)], 45, [{ kind: 'increase', day: 45, quantity: 180 }]],
  ] as const)('say %s', (_, needs, expectedDay, expected) => {
    expect(messagesOf({ needs, orders: [order(expectedDay)] })).toEqual(
      expected.map((message) => ({ ...message, orderId: 'order-1' })),
    );
  });

  it('say to order what the plan asks for, and leave the open order its size', () => {
    const plan = { quantity: 80, neededDay: 50 };
    expect(messagesOf({ needs: [need(50, 180)], orders: [order(45)], plan })).toEqual([
      { kind: 'order', orderId: null, day: 50, quantity: 80 },
    ]);
  });

  it('do not say to increase for a need that a new order can still meet', () => {
    expect(messagesOf({ needs: [need(50, 173)], orders: [order(45)], earliest: 50 })).toEqual([]);
  });

  it('hold each order against what those before it leave', () => {
    const orders = [order(60, 100, 'b'), order(20, 100, 'a'), order(70, 100, 'c')];
    expect(factsOf({ needs: [need(25), need(90)], orders })).toEqual(['defer b', 'cancel c']);
  });

  const aBook = fc.record({
    available: fc.nat(500),
    needs: fc.array(fc.record({ day: fc.nat(last), quantity: fc.integer({ min: 1, max: 500 }) }), {
      maxLength: 8,
    }),
    orders: fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        quantity: fc.integer({ min: 1, max: 500 }),
        expectedDay: fc.integer({ min: -20, max: last }),
      }),
      { selector: ({ id }) => id, maxLength: 6 },
    ),
  });

  it('come once for each fact, for orders on the book, in whole packs where a size changes', () => {
    fc.assert(
      fc.property(aBook, (book) => {
        const messages = messagesOf(book);
        expect(new Set(factsOf(book)).size).toBe(messages.length);
        for (const { kind, orderId, quantity } of messages) {
          expect(book.orders.some(({ id }) => id === orderId)).toBe(true);
          if (kind === 'increase' || kind === 'decrease') expect(quantity % 10).toBe(0);
        }
      }),
    );
  });

  it('are about the same a day later, when nothing has changed', () => {
    fc.assert(
      fc.property(aBook, (book) => {
        fc.pre(book.needs.every(({ day }) => day > 0));
        const later = {
          ...book,
          earliest: horizon.earliest - 1,
          needs: book.needs.map((each) => ({ ...each, day: each.day - 1 })),
          orders: book.orders.map((each) => ({ ...each, expectedDay: each.expectedDay - 1 })),
        };
        expect(factsOf(later)).toEqual(factsOf(book));
      }),
    );
  });
});
