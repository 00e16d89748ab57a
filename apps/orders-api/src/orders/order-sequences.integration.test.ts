import type { OperationOutput, orders as operations } from '@stockade/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Order, OrdersFixture } from '../test-support/orders-fixture.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
afterAll(() => orders.close());

/** What is known of an order that some acts were done with; quantities of 100 ordered. */
interface Model {
  readonly status: OperationOutput<typeof operations.getOrder>['status'];
  readonly promised: boolean;
  readonly sent: boolean;
  readonly confirmed: number;
  readonly received: number;
}
type Act = keyof typeof acts;

const delivered = (model: Model): Model => {
  if (model.received === 0) return { ...model, status: 'acknowledged' };
  return { ...model, status: model.received >= model.confirmed ? 'received' : 'partially_received' };
};
const waits = ({ status }: Model) => status === 'pending_approval';

/** The life of an order, told a second time and in other words; undefined where the act is refused. */
const acts = {
  approve: (model: Model) => {
    if (!waits(model)) return undefined;
    return model.promised ? delivered(model) : { ...model, status: 'approved' as const };
  },
  reject: (model: Model) => (waits(model) ? { ...model, status: 'rejected' as const } : undefined),
  expire: (model: Model) => (waits(model) ? { ...model, status: 'rejected' as const } : model),
  cancel: (model: Model) =>
    model.received === 0 && ['pending_approval', 'approved', 'sent', 'acknowledged'].includes(model.status)
      ? { ...model, status: 'cancelled' as const }
      : undefined,
  transmit: (model: Model) => {
    if (model.sent) return model;
    return model.status === 'approved' ? { ...model, sent: true, status: 'sent' as const } : undefined;
  },
  decline: (model: Model) =>
    model.status === 'sent' ? { ...model, status: 'declined' as const } : undefined,
  acceptAll: (model: Model) => accepted(model, 100),
  acceptHalf: (model: Model) => accepted(model, 50),
  receive: (model: Model) => {
    const counted = { ...model, received: model.received + 30 };
    const moves = ['sent', 'acknowledged', 'partially_received', 'received'].includes(model.status);
    return moves ? delivered(counted) : counted;
  },
} satisfies Record<string, (model: Model) => Model | undefined>;

function accepted(model: Model, confirmed: number): Model | undefined {
  if (model.status !== 'sent') return undefined;
  const answered = { ...model, promised: true, confirmed };
  return { ...answered, status: confirmed === 100 ? 'acknowledged' : 'pending_approval' };
}

async function act(name: Act, order: Order): Promise<unknown> {
  const { id, version, status } = order;
  switch (name) {
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
      return orders.decline(id);
    case 'acceptAll':
      return orders.accept(order, 100);
    case 'acceptHalf':
      return orders.accept(order, 50);
    case 'receive':
      return orders.receive(order, 30);
  }
}

it('goes through every sequence of acts as its life allows, and a refused act changes nothing', async () => {
  const names = Object.keys(acts) as Act[];
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 9 }),
      async (dear, sequence) => {
        const { id } = await orders.placed({ dear });
        let order = await orders.read(id);
        const { status } = order;
        let model: Model = { status, promised: false, sent: false, confirmed: 100, received: 0 };
        for (const name of sequence) {
          const next = acts[name](model);
          if (next) await act(name, order);
          else await expect(act(name, order)).rejects.toMatchObject({ code: 'conflict' });
          model = next ?? model;
          const after = await orders.read(id);
          if (!next) expect(after).toEqual(order);
          expect(after).toMatchObject({
            status: model.status,
            lines: [{ receivedQuantity: model.received }],
          });
          order = after;
        }
      },
    ),
    { numRuns: 40 },
  );
});
