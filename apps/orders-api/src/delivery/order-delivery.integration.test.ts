import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bodyFor } from '../test-support/order-data.js';
import { type Order, OrdersFixture } from '../test-support/orders-fixture.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
beforeEach(() => orders.reset());
afterAll(() => orders.close());

const conflict = { code: 'conflict', status: 409 };
const lastJob = async (name: string) => (await orders.jobs()).findLast((job) => job.name === name);
const sent = async (): Promise<Order> => orders.transmit((await orders.placed()).id);

describe('short-closing', () => {
  it('gives up what has not come, and tells of it', async () => {
    const order = await orders.accept(await sent(), 100);
    await orders.receive(order, 60);
    const closed = await orders.shortClose(order);
    expect(closed).toMatchObject({
      status: 'closed',
      decidedBy: 'policy',
      lines: [
        {
          receivedQuantity: 60,
          shortClosedQuantity: 40,
          shortClosedBy: 'test_Operator',
          shortCloseReason: 'No more of it is made.',
        },
      ],
    });
    expect(closed).toEqual(await orders.read(order.id));
    expect(await lastJob('order.changed')).toMatchObject({
      data: { payload: { status: 'closed', quantity: 60, unconfirmed: 0 } },
    });
    await orders.receive(order, 10);
    expect(await orders.read(order.id)).toMatchObject({
      status: 'closed',
      lines: [{ receivedQuantity: 70 }],
    });
  });

  it('closes lines one by one; the order when none is left', async () => {
    const [one, other] = [orders.request(), orders.request()];
    const body = bodyFor(one);
    const lines = [...body.lines, ...bodyFor(other).lines];
    const { id } = await orders.decided({ ...body, lines });
    const order = await orders.accept(await orders.transmit(id), 100);
    await orders.receive(order, 100);
    expect(await orders.read(id)).toMatchObject({ status: 'partially_received' });
    await expect(orders.shortClose(order)).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/body/lineIds/0' }],
    });
    expect(await orders.shortClose({ ...order, lines: order.lines.slice(1) })).toMatchObject({
      status: 'closed',
      lines: [{ shortClosedQuantity: 0 }, { shortClosedQuantity: 100, receivedQuantity: 0 }],
    });
  });

  it('is for an order of which something has come, once', async () => {
    const order = await orders.accept(await sent(), 100);
    const before = await orders.everything();
    await expect(orders.shortClose(order)).rejects.toMatchObject(conflict);
    expect(await orders.everything()).toEqual(before);
    await orders.receive(order, 1);
    const attempts = await Promise.allSettled(Array.from({ length: 5 }, () => orders.shortClose(order)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await orders.read(order.id)).toMatchObject({ lines: [{ shortClosedQuantity: 99 }] });
  });
});

describe('receiving', () => {
  it('counts a receipt once, however often it is told', async () => {
    const order = await orders.accept(await sent(), 100);
    const receiptId = randomUUID();
    await Promise.all(Array.from({ length: 5 }, () => orders.receive(order, 40, receiptId)));
    expect(await orders.read(order.id)).toMatchObject({
      status: 'partially_received',
      version: order.version + 1,
      lines: [{ receivedQuantity: 40 }],
    });
    await orders.receive(order, 60);
    expect(await orders.read(order.id)).toMatchObject({
      status: 'received',
      lines: [{ receivedQuantity: 100 }],
    });
  });

  it('is complete with what the supplier confirmed, and counts what exceeds it', async () => {
    const order = await orders.accept(await sent(), 95);
    await orders.receive(order, 95);
    expect(await orders.read(order.id)).toMatchObject({ status: 'received' });
    await orders.receive(order, 5);
    expect(await orders.read(order.id)).toMatchObject({
      status: 'received',
      lines: [{ receivedQuantity: 100 }],
    });
  });

  it('forbids the cancellation, also of an order that waits for a person again', async () => {
    const order = await orders.accept(await sent(), 150);
    await orders.receive(order, 10);
    const held = await orders.read(order.id);
    expect(held).toMatchObject({ status: 'pending_approval', lines: [{ receivedQuantity: 10 }] });
    const before = await orders.everything();
    await expect(orders.cancel(order.id)).rejects.toMatchObject(conflict);
    expect(await orders.everything()).toEqual(before);
    await orders.expire(order.id, order.version);
    expect(await orders.everything()).toEqual(before);
    expect(await lastJob('approval.expires')).toMatchObject({ key: `approval-${order.id}-${held.version}` });
    expect(await orders.approve(order.id)).toMatchObject({ status: 'partially_received' });
  });

  it('for a cancelled order is counted, and the order stays cancelled', async () => {
    const order = await sent();
    await orders.cancel(order.id);
    await orders.receive(order, 100);
    expect(await orders.read(order.id)).toMatchObject({
      status: 'cancelled',
      lines: [{ receivedQuantity: 100 }],
    });
  });
});
