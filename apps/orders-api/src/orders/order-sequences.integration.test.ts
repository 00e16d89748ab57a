import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { afterAct, newOrder, type OrderAct } from '../test-support/order-life.js';
import { type Order, OrdersFixture } from '../test-support/orders-fixture.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
afterAll(() => orders.close());

/** Acts as they are chosen before it is known what they meet; the supplier may answer to what holds no more. */
const acts: fc.Arbitrary<(order: Order) => OrderAct> = fc.oneof(
  fc
    .constantFrom(
      ...(['close', 'approve', 'reject', 'expire', 'cancel', 'transmit'] as const),
      ...(['receive', 'hold', 'resume', 'short-close'] as const),
    )
    .map((act) => () => ({ act })),
  fc.constant(() => ({ act: 'transmit' as const })),
  fc.constantFrom(-10, 10, 100).map((more) => (order: Order) => ({
    act: 'amend' as const,
    quantity: (order.lines[0]?.quantity ?? 0) + more,
  })),
  fc.nat({ max: 3 }).map((age) => ({ revision }: Order) => ({
    act: 'decline' as const,
    revision: age === 0 ? Math.max(1, revision - 1) : revision,
  })),
  fc
    .record({ age: fc.nat({ max: 3 }), share: fc.constantFrom(0.5, 1, 2) })
    .map(({ age, share }) => ({ revision, lines }: Order) => ({
      act: 'accept' as const,
      revision: age === 0 ? Math.max(1, revision - 1) : revision,
      confirmed: (lines[0]?.quantity ?? 0) * share,
    })),
);

function perform(act: OrderAct, order: Order): Promise<unknown> {
  const { id, version, status } = order;
  switch (act.act) {
    case 'expire':
      return orders.expire(id, status === 'pending_approval' ? version : 0);
    case 'receive':
      return orders.receive(order, 30);
    case 'amend':
      return orders.amend(order, { quantity: act.quantity });
    case 'decline':
      return orders.decline(id, act.revision);
    case 'accept':
      return orders.accept({ ...order, revision: act.revision }, act.confirmed);
    case 'short-close':
      return orders.shortClose(order);
    case 'close':
      return orders.closeDraft(id);
    default:
      return orders[act.act](id);
  }
}

const refusal = { status: expect.toSatisfy((status) => status === 409 || status === 422) };

it('goes through every sequence of acts as its life allows, and a refused act changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(acts, { minLength: 1, maxLength: 14, size: 'max' }),
      async (dear, sequence) => {
        const { id } = await orders.placed({ dear });
        let order = await orders.read(id);
        let model = newOrder(order.status, dear);
        for (const choose of sequence) {
          const act = choose(order);
          const next = afterAct(model, act);
          if (next) await perform(act, order);
          else await expect(perform(act, order)).rejects.toMatchObject(refusal);
          model = next ?? model;
          const after = await orders.read(id);
          if (!next) expect(after).toEqual(order);
          const { status, revision, ordered, received, shortClosed, held } = model;
          const [line] = after.lines;
          expect({
            ...{ status: after.status, revision: after.revision, held: after.heldBy !== null },
            ...{ ordered: line?.quantity, received: line?.receivedQuantity },
            shortClosed: line?.shortClosedQuantity,
          }).toEqual({ status, revision, held, ordered, received, shortClosed });
          order = after;
        }
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);
