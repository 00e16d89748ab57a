import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Order, OrdersFixture } from '../test-support/orders-fixture.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
beforeEach(() => orders.reset());
afterAll(() => orders.close());

const conflict = { code: 'conflict', status: 409 };
const jobsNamed = async (name: string) => (await orders.jobs()).filter((job) => job.name === name);
const sent = async () => orders.transmit((await orders.placed()).id);
const acknowledged = async (quantity = 100) => orders.accept(await sent(), quantity);
/** Approved by a person, for a pack more than the limit. */
const dear = async (): Promise<Order> => orders.approve((await orders.placed({ dear: true })).id);

describe('an amendment', () => {
  it('is a revision that is kept, sent and answered', async () => {
    const before = await acknowledged();
    const amended = await orders.amend(before, { quantity: 60, neededOn: '2012-05-01' });
    expect(amended).toMatchObject({
      status: 'approved',
      revision: 2,
      amendedBy: 'test_Operator',
      decidedBy: 'policy',
      neededOn: '2012-05-01',
      promisedOn: null,
      totalMinor: 6000,
      lines: [{ quantity: 60, packs: 6, confirmedQuantity: null, neededOn: '2012-05-01' }],
    });
    expect(amended).toEqual(await orders.read(before.id));
    expect((await jobsNamed('order.approved')).at(-1)?.key).toBe(`po-${before.id}-v${amended.version}`);
    expect((await jobsNamed('order.changed')).at(-1)).toMatchObject({
      data: { payload: { quantity: 60, unconfirmed: 0, status: 'approved' } },
    });
    expect(await orders.transmit(before.id)).toMatchObject({ status: 'sent', revision: 2 });
    expect(await orders.accept(amended, 60)).toMatchObject({ status: 'acknowledged', revision: 2 });
    expect((await orders.amendments(before.id)).items).toMatchObject([
      {
        revision: 2,
        reason: 'Less is needed.',
        amendedBy: 'test_Operator',
        before: { revision: 1, status: 'acknowledged', totalMinor: 10000, lines: [{ quantity: 100 }] },
        after: { revision: 2, status: 'approved', totalMinor: 6000, lines: [{ quantity: 60 }] },
        withdrawnBy: null,
      },
    ]);
  });

  it('makes the answer to the revision before stale', async () => {
    const before = await sent();
    const amended = await orders.amend(before, { quantity: 50 });
    await orders.transmit(before.id);
    const state = await orders.everything();
    await expect(orders.accept(before, 100)).rejects.toMatchObject(conflict);
    await expect(orders.decline(before.id, 1)).rejects.toMatchObject(conflict);
    expect(await orders.everything()).toEqual(state);
    await orders.accept(amended, 50);
    await expect(orders.accept(amended, 50)).rejects.toMatchObject(conflict);
  });

  it('that the supplier declines is withdrawn, and what was agreed before holds', async () => {
    const before = await acknowledged();
    await orders.amend(before, { quantity: 200 });
    await orders.transmit(before.id);
    expect(await orders.decline(before.id, 2)).toMatchObject({
      status: 'acknowledged',
      revision: 1,
      amendedBy: null,
      totalMinor: 10000,
      promisedOn: '2012-04-15',
      lines: [{ quantity: 100, packs: 10, confirmedQuantity: 100 }],
    });
    expect((await orders.amendments(before.id)).items).toMatchObject([
      { withdrawnBy: 'test_SupplierGateway', withdrawnReason: 'Sold out.' },
    ]);
    const again = await orders.amend(await orders.read(before.id), { quantity: 70 });
    expect(again).toMatchObject({ revision: 3 });
  });

  it('is asked about again, when it is withdrawn before the first answer', async () => {
    const before = await sent();
    await orders.amend(before, { quantity: 200 });
    await orders.transmit(before.id);
    const withdrawn = await orders.decline(before.id, 2);
    expect(withdrawn).toMatchObject({ status: 'sent', revision: 1 });
    expect((await jobsNamed('order.approved')).at(-1)?.key).toBe(`po-${before.id}-v${withdrawn.version}`);
    expect(await orders.accept(withdrawn, 100)).toMatchObject({ status: 'acknowledged' });
  });

  it('above the limit waits for a person who did not make it', async () => {
    const order = await dear();
    const raised = await orders.amend(order, { quantity: 200 });
    expect(raised).toMatchObject({ status: 'pending_approval', decidedBy: null, revision: 2 });
    expect((await jobsNamed('approval.expires')).at(-1)?.key).toBe(`approval-${order.id}-${raised.version}`);
    await orders.test.ownerQuery(`UPDATE orders.orders SET amended_by = 'test_Approver'`);
    const state = await orders.everything();
    await expect(orders.approve(order.id)).rejects.toMatchObject({ code: 'creator_may_not_approve' });
    await expect(orders.reject(order.id)).rejects.toMatchObject({ code: 'creator_may_not_approve' });
    expect(await orders.everything()).toEqual(state);
    await orders.test.ownerQuery(`UPDATE orders.orders SET amended_by = 'test_Operator'`);
    expect(await orders.approve(order.id)).toMatchObject({ status: 'approved', decidedBy: 'test_Approver' });
  });

  it('is never decided on by who made it: Postgres refuses that too', async () => {
    const order = await dear();
    await orders.amend(order, { quantity: 200 });
    const approver = await orders.test.connectAs('approver');
    const decided = `UPDATE orders.orders SET decided_by = amended_by, status = 'approved' WHERE id = $1`;
    await expect(approver.query(decided, [order.id])).rejects.toMatchObject({
      constraint: 'amender_is_not_approver',
    });
    await approver.end();
  });

  it('that a person rejects, or nobody decides on in time, leaves the order as it was', async () => {
    for (const no of ['reject', 'expire'] as const) {
      const order = await dear();
      const raised = await orders.amend(order, { quantity: 200 });
      if (no === 'reject') await orders.reject(order.id);
      else await orders.expire(order.id, raised.version);
      expect(await orders.read(order.id)).toMatchObject({
        status: 'approved',
        revision: 1,
        totalMinor: order.totalMinor,
        decidedBy: 'test_Approver',
        lines: [{ quantity: 100 }],
      });
      expect((await jobsNamed('order.changed')).at(-1)).toMatchObject({
        data: { payload: { quantity: 100 } },
      });
    }
  });

  it('that lowers what a person approved needs no other approval', async () => {
    expect(await orders.amend(await dear(), { quantity: 90 })).toMatchObject({
      status: 'approved',
      decidedBy: 'policy',
    });
  });

  it('is not sent while the order is held', async () => {
    const order = await sent();
    await orders.hold(order.id);
    await orders.amend(order, { quantity: 50 });
    expect(await jobsNamed('order.approved')).toHaveLength(1);
    await orders.resume(order.id);
    expect(await jobsNamed('order.approved')).toHaveLength(2);
  });

  it('forgets no goods that came under the revision before, also when it is withdrawn', async () => {
    const before = await acknowledged();
    await orders.receive(before, 30);
    const amended = await orders.amend(await orders.read(before.id), { quantity: 50 });
    await orders.transmit(before.id);
    await orders.receive(before, 10);
    expect(await orders.read(before.id)).toMatchObject({
      status: 'partially_received',
      lines: [{ receivedQuantity: 40 }],
    });
    expect(await orders.decline(before.id, amended.revision)).toMatchObject({
      status: 'partially_received',
      revision: 1,
      lines: [{ quantity: 100, receivedQuantity: 40 }],
    });
  });

  it.each([
    ['to parts of a pack', { quantity: 55 }, '/body/lines/0'],
    ['to less than has come', { quantity: 20 }, '/body/lines/0'],
    ['to what it is', { quantity: 100 }, '/body/lines/0'],
    ['to more than an amount can hold', { quantity: 1_000_000_000 }, '/body/lines'],
  ])('%s is refused, and changes nothing', async (_what, change, pointer) => {
    await orders.test.ownerQuery('UPDATE orders.offers SET pack_price_minor = 20000');
    const order = await acknowledged();
    await orders.receive(order, 30);
    const state = await orders.everything();
    await expect(orders.amend(order, change)).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer }],
    });
    expect(await orders.everything()).toEqual(state);
  });

  it('drops no order as a whole, and no line of another', async () => {
    const order = await acknowledged();
    const [foreign] = (await acknowledged()).lines;
    const state = await orders.everything();
    const fault = { code: 'validation_failed' };
    await expect(orders.amend(order, { quantity: 0 })).rejects.toMatchObject(fault);
    await expect(
      orders.amend({ ...order, lines: foreign ? [foreign] : [] }, { quantity: 50 }),
    ).rejects.toMatchObject(fault);
    expect(await orders.everything()).toEqual(state);
  });

  it('is for an order that lives and waits for nobody', async () => {
    const waiting = await orders.placed({ dear: true });
    const ended = await orders.cancel((await orders.placed()).id);
    const state = await orders.everything();
    for (const order of [waiting, ended]) {
      await expect(orders.amend(order, { quantity: 50 })).rejects.toMatchObject(conflict);
    }
    expect(await orders.everything()).toEqual(state);
  });

  it('made ten times at once makes ten revisions, one after the other', async () => {
    const order = await acknowledged();
    const quantities = Array.from({ length: 10 }, (_, index) => 10 * (index + 11));
    await Promise.all(quantities.map((quantity) => orders.amend(order, { quantity })));
    const { items } = await orders.amendments(order.id);
    expect(items.map(({ revision }) => revision)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    for (const [index, { before }] of items.entries()) {
      expect(before).toEqual(items[index + 1]?.after ?? expect.anything());
    }
  });
});
