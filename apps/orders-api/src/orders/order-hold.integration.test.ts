import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OrdersFixture } from '../test-support/orders-fixture.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
beforeEach(() => orders.reset());
afterAll(() => orders.close());

const conflict = { code: 'conflict', status: 409 };
const sendings = async () => (await orders.jobs()).filter(({ name }) => name === 'order.approved');

describe('an order that is held', () => {
  it('is not sent, and is sent for anew when it is resumed', async () => {
    const { id } = await orders.placed();
    expect(await orders.hold(id)).toMatchObject({
      status: 'approved',
      heldBy: 'test_Operator',
      holdReason: 'Under review.',
      version: 3,
    });
    const before = await orders.everything();
    await expect(orders.transmit(id)).rejects.toMatchObject(conflict);
    await expect(orders.hold(id)).rejects.toMatchObject(conflict);
    expect(await orders.everything()).toEqual(before);
    expect(await orders.resume(id)).toMatchObject({ status: 'approved', heldBy: null, holdReason: null });
    expect((await sendings()).map(({ key }) => key)).toEqual([`po-${id}-v2`, `po-${id}-v4`]);
    expect(await orders.transmit(id)).toMatchObject({ status: 'sent' });
  });

  it('may be decided on; what was approved meanwhile is sent when it is resumed', async () => {
    const { id } = await orders.placed({ dear: true });
    await orders.hold(id);
    expect(await orders.approve(id)).toMatchObject({ status: 'approved', heldBy: 'test_Operator' });
    expect(await sendings()).toEqual([]);
    await orders.resume(id);
    expect(await sendings()).toMatchObject([{ key: `po-${id}-v5` }]);
  });

  it('takes the answer of the supplier, receipts and its cancellation as ever', async () => {
    const sent = await orders.transmit((await orders.placed()).id);
    await orders.hold(sent.id);
    expect(await orders.accept(sent, 100)).toMatchObject({ status: 'acknowledged', heldBy: 'test_Operator' });
    await orders.receive(sent, 40);
    expect(await orders.read(sent.id)).toMatchObject({
      status: 'partially_received',
      heldBy: 'test_Operator',
    });
    expect(await orders.resume(sent.id)).toMatchObject({ status: 'partially_received', heldBy: null });
    expect(await sendings()).toHaveLength(1);
    const other = await orders.placed();
    await orders.hold(other.id);
    expect(await orders.cancel(other.id)).toMatchObject({ status: 'cancelled' });
  });

  it('either goes out or stays, when it is held and sent at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await orders.placed();
      const [held, sent] = await Promise.allSettled([orders.hold(id), orders.transmit(id)]);
      expect(held.status).toBe('fulfilled');
      const order = await orders.read(id);
      expect(order).toMatchObject({
        heldBy: 'test_Operator',
        status: sent.status === 'fulfilled' ? 'sent' : 'approved',
        version: sent.status === 'fulfilled' ? 4 : 3,
      });
    }
  });

  it('is one that lives: neither ended nor resumed already', async () => {
    const { id } = await orders.placed();
    await orders.cancel(id);
    const before = await orders.everything();
    await expect(orders.hold(id)).rejects.toMatchObject(conflict);
    await expect(orders.resume(id)).rejects.toMatchObject(conflict);
    await expect(orders.hold(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    expect(await orders.everything()).toEqual(before);
  });
});
