import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newOrder, type OrderAct, orderLife } from '../test-support/order-life.js';
import { type Order, OrdersFixture } from '../test-support/orders-fixture.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
afterAll(() => orders.close());

async function act(name: OrderAct, order: Order): Promise<unknown> {
  const { id, version, status, revision } = order;
  const ordered = order.lines[0]?.quantity ?? 0;
  switch (name) {
    case 'close':
      return orders.closeDraft(id);
    case 'approve':
      return orders.approve(id);
    case 'reject':
      return orders.reject(id);
    case 'expire':
      return orders.expire(id, status === 'pending_approval' ? version : 0);
    case 'cancel':
      return orders.cancel(id);
    case 'transmit':
      return orders.transmit(id);
    case 'decline':
      return orders.decline(id, revision);
    case 'acceptAll':
      return orders.accept(order, ordered);
    case 'acceptHalf':
      return orders.accept(order, ordered / 2);
    case 'acceptDouble':
      return orders.accept(order, ordered * 2);
    case 'receive':
      return orders.receive(order, 30);
    case 'hold':
      return orders.hold(id);
    case 'resume':
      return orders.resume(id);
    case 'amendUp':
      return orders.amend(order, { quantity: ordered + 100 });
    case 'amendDown':
      return orders.amend(order, { quantity: ordered - 10 });
    case 'shortClose':
      return orders.shortClose(order);
  }
}

it('goes through every sequence of acts as its life allows, and a refused act changes nothing', async () => {
  const names = Object.keys(orderLife) as OrderAct[];
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 9 }),
      async (dear, sequence) => {
        const { id } = await orders.placed({ dear });
        let order = await orders.read(id);
        let model = newOrder(order.status, dear);
        for (const name of sequence) {
          const next = orderLife[name](model);
          if (next) await act(name, order);
          else
            await expect(act(name, order)).rejects.toMatchObject({ code: /^conflict$|^validation_failed$/ });
          model = next ?? model;
          const after = await orders.read(id);
          if (!next) expect(after).toEqual(order);
          expect(after).toMatchObject({
            status: model.status,
            revision: model.revision,
            lines: [
              {
                quantity: model.ordered,
                receivedQuantity: model.received,
                shortClosedQuantity: model.shortClosed,
              },
            ],
          });
          order = after;
        }
      },
    ),
    { numRuns: 40 },
  );
});
