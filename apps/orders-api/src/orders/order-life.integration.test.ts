import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TransmitOrder } from '../delivery/transmit-order.js';
import { bodyFor } from '../test-support/order-data.js';
import { type Order, OrdersFixture } from '../test-support/orders-fixture.js';
import { changeOrder } from './change-order.js';
import { lockOrder } from './read-order.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
beforeEach(() => orders.reset());
afterAll(() => orders.close());

const conflict = { code: 'conflict', status: 409 };
const lastJob = async (name: string) => (await orders.jobs()).findLast((job) => job.name === name);

async function sent(): Promise<Order> {
  const { id } = await orders.placed();
  return orders.transmit(id);
}

describe('approval', () => {
  it('by a person sends an order above the limit to its supplier', async () => {
    const { id } = await orders.placed({ dear: true });
    expect(await orders.approve(id)).toMatchObject({
      status: 'approved',
      decidedBy: 'test_Approver',
      decisionReason: 'Needed.',
      version: 3,
    });
    expect(await lastJob('order.approved')).toMatchObject({ data: { payload: { orderId: id } } });
  });

  it('is never by who created the order, nor is the rejection', async () => {
    const { id } = await orders.placed({ dear: true });
    await orders.test.ownerQuery(`UPDATE orders.orders SET created_by = 'test_Approver'`);
    const before = await orders.everything();
    const refusal = { code: 'creator_may_not_approve', status: 403 };
    await expect(orders.approve(id)).rejects.toMatchObject(refusal);
    await expect(orders.reject(id)).rejects.toMatchObject(refusal);
    expect(await orders.everything()).toEqual(before);
  });

  it('by the creator is refused by Postgres too', async () => {
    const { id } = await orders.placed({ dear: true });
    const approver = await orders.test.connectAs('approver');
    try {
      const decided = `UPDATE orders.orders SET status = 'approved', decided_by = created_by WHERE id = $1`;
      await expect(approver.query(decided, [id])).rejects.toMatchObject({
        code: '23514',
        constraint: 'creator_is_not_approver',
      });
    } finally {
      await approver.end();
    }
  });

  it('waits its turn where somebody else is at the order, and then sees what became of it', async () => {
    const { id } = await orders.placed({ dear: true });
    const outcome = await orders.work('Operator', async (unit) => {
      const held = await lockOrder(unit, { id });
      const approval = orders.approve(id).catch((error: unknown) => error);
      await vi.waitFor(async () => {
        const waiting = await orders.test.ownerQuery(
          `SELECT usename FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting).toEqual([{ usename: 'approver' }]);
      });
      await changeOrder(unit, held, { status: 'cancelled', decidedBy: 'test_Operator' });
      return () => approval;
    });
    expect(await outcome()).toMatchObject(conflict);
    expect(await orders.read(id)).toMatchObject({ status: 'cancelled', version: 3 });
  });

  it('that nobody gives in time is a no', async () => {
    const { id } = await orders.placed({ dear: true });
    const deadline = {
      name: 'approval.expires',
      key: `approval-${id}-2`,
      data: { payload: { orderId: id, version: 2 } },
    };
    expect(await lastJob('approval.expires')).toMatchObject(deadline);
    await orders.expire(id, 2);
    expect(await orders.read(id)).toMatchObject({ status: 'rejected', decidedBy: 'deadline', version: 3 });
    expect(await lastJob('order.changed')).toMatchObject({ data: { payload: { status: 'rejected' } } });
  });

  it('that came before its deadline stays', async () => {
    const { id } = await orders.placed({ dear: true });
    await orders.approve(id);
    const before = await orders.everything();
    await orders.expire(id, 2);
    expect(await orders.everything()).toEqual(before);
  });
});

describe('the supplier', () => {
  it('is sent an order once; told again, the gateway learns how it stands', async () => {
    const order = await sent();
    const before = await orders.everything();
    const again = await orders.as('SupplierGateway', new TransmitOrder(), {
      params: { id: order.id },
      body: { sentOn: '2013-01-01' },
    });
    expect(again).toEqual(order);
    expect(await orders.everything()).toEqual(before);
  });

  it.each([90, 100, 110])('may confirm %i of 100', async (confirmedQuantity) => {
    const order = await orders.accept(await sent(), confirmedQuantity);
    expect(order).toMatchObject({
      status: 'acknowledged',
      promisedOn: '2012-04-15',
      decidedBy: 'policy',
      lines: [{ confirmedQuantity }],
    });
    expect(order).toEqual(await orders.read(order.id));
    expect(await lastJob('order.changed')).toMatchObject({
      data: { payload: { quantity: confirmedQuantity, expectedOn: '2012-04-15' } },
    });
  });

  it.each([111, 150])(
    'needs a person for %i of 100, with a deadline of its own',
    async (confirmedQuantity) => {
      const order = await orders.accept(await sent(), confirmedQuantity);
      expect(order).toMatchObject({ status: 'pending_approval', decidedBy: null, decisionReason: null });
      expect(await lastJob('approval.expires')).toMatchObject({
        key: `approval-${order.id}-${order.version}`,
      });
      expect(await orders.approve(order.id)).toMatchObject({
        status: 'acknowledged',
        decidedBy: 'test_Approver',
      });
      const sendings = (await orders.jobs()).filter(({ name }) => name === 'order.approved');
      expect(sendings).toHaveLength(1);
    },
  );

  it('may decline: all of it is left for another to bring', async () => {
    const { id, supplierId } = await sent();
    expect(await orders.decline(id)).toMatchObject({ status: 'declined', decisionReason: 'Sold out.' });
    expect(await lastJob('order.changed')).toMatchObject({
      data: { payload: { supplierId, unconfirmed: 100 } },
    });
  });

  it('of goods that nobody else offers may decline: nothing is left for another, and the need is planned anew', async () => {
    const ask = orders.request();
    const [line] = bodyFor(ask).lines;
    const candidates = line?.candidates.slice(0, 1) ?? [];
    const { id } = await orders.decided({ ...bodyFor(ask), lines: line ? [{ ...line, candidates }] : [] });
    await orders.transmit(id);
    await orders.decline(id);
    expect(await lastJob('order.changed')).toMatchObject({
      data: { payload: { status: 'declined', unconfirmed: 0 } },
    });
  });

  it.each([
    [95, 0],
    [89, 11],
    [10, 90],
  ])('that confirms %i of 100 leaves %i for another to bring', async (confirmedQuantity, unconfirmed) => {
    const order = await orders.accept(await sent(), confirmedQuantity);
    expect(order).toMatchObject({ status: 'acknowledged', decidedBy: 'policy' });
    expect(await lastJob('order.changed')).toMatchObject({
      data: { payload: { quantity: confirmedQuantity, unconfirmed } },
    });
    await orders.receive(order, confirmedQuantity);
    expect(await orders.read(order.id)).toMatchObject({ status: 'received' });
  });

  it.each([
    ['a higher price', { packPriceMinor: 1001 }, 'pending_approval'],
    ['the price', { packPriceMinor: 1000 }, 'acknowledged'],
    ['a day half a year too late', { promisedOn: '2012-09-30' }, 'pending_approval'],
    ['a day that is late', { promisedOn: '2012-09-27' }, 'acknowledged'],
  ])('that names %s has it %s', async (_what, answer, status) => {
    expect(await orders.accept(await sent(), 100, answer)).toMatchObject({ status });
  });

  it('is answered by goods as well, and may still name a day', async () => {
    const order = await sent();
    await orders.receive(order, 30);
    expect(await orders.accept(order, 100)).toMatchObject({ status: 'partially_received' });
    await expect(orders.decline(order.id)).rejects.toMatchObject(conflict);
  });

  it('answers each line once, and more than nothing', async () => {
    const order = await sent();
    const before = await orders.everything();
    const refusal = { code: 'validation_failed', errors: [{ pointer: '/body/lines' }] };
    const strange = { ...order, lines: order.lines.map((line) => ({ ...line, id: randomUUID() })) };
    await expect(orders.accept(strange, 100)).rejects.toMatchObject(refusal);
    await expect(
      orders.accept({ ...order, lines: [...order.lines, ...order.lines] }, 100),
    ).rejects.toMatchObject(refusal);
    await expect(orders.accept(order, 0)).rejects.toMatchObject(refusal);
    expect(await orders.everything()).toEqual(before);
  });
});

it('answers 404 for an order that does not exist', async () => {
  await expect(orders.read(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  await expect(orders.approve(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});
