import { randomUUID } from 'node:crypto';
import {
  type JobPayload,
  type jobs,
  type OperationOutput,
  inventory as operations,
} from '@stockade/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ListHolds } from '../holds/list-holds.js';
import { ReleaseHold } from '../holds/release-hold.js';
import { ListLeadTimes } from '../receipts/list-lead-times.js';
import { RecordReceipt } from '../receipts/record-receipt.js';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { GetReplenishmentRequest } from './get-replenishment-request.js';
import { ListReplenishmentRequests } from './list-replenishment-requests.js';
import { RequestReplenishment } from './request-replenishment.js';
import { TakeUpOrder } from './take-up-order.js';

type Request = OperationOutput<typeof operations.requestReplenishment>;

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(40);
});
afterAll(() => inventory.close());

const reason: Request['reason'] = {
  onHand: 40,
  onOrder: 0,
  announcedDemand: 120,
  forecastPerDay: 0.5,
  leadTimeDays: 101,
  horizonDays: 152,
  reorderPoint: 190,
  stockOutOn: '2012-04-01',
};
const request = (onOrder = 0, at = place) => {
  const body = {
    ...at,
    quantity: 100,
    requestedOn: '2012-02-01',
    neededOn: '2012-04-01',
    reason: { ...reason, onOrder },
  };
  return inventory.as('InventoryManager', new RequestReplenishment(), { body });
};
const read = (id: string) => inventory.as('Operator', new GetReplenishmentRequest(), { params: { id } });
const supplierId = '0199c0de-0000-7000-8000-000000000002';
const levels = () => inventory.test.ownerQuery('SELECT on_hand, hold FROM inventory.levels');
const orderFact = (requestId: string, change: Partial<JobPayload<typeof jobs.orderChanged>> = {}) =>
  inventory.work('InventoryService', (unit) =>
    new TakeUpOrder().run(
      {
        requestId,
        orderId: '0199c0de-0000-7000-8000-000000000001',
        supplierId,
        unconfirmed: 0,
        status: 'approved',
        quantity: 120,
        expectedOn: '2012-05-01',
        version: 1,
        ...change,
      },
      unit,
    ),
  );
const receive = (
  requestId: string,
  quantity: number,
  {
    role = 'InventoryManager',
    ...change
  }: { role?: 'InventoryManager' | 'Operator'; sku?: string; asnLineId?: string } = {},
) => {
  const body = {
    ...place,
    asnLineId: randomUUID(),
    requestId,
    quantity,
    receivedOn: '2012-05-02',
    ...change,
  };
  return inventory.as(role, new RecordReceipt(inventory.test.policy), { body });
};

describe('requesting replenishment', () => {
  it('tells the order placer, with the figures kept', async () => {
    const made = await request();
    expect(made).toMatchObject({
      ...place,
      status: 'open',
      quantity: 100,
      reason,
      version: 1,
      orderId: null,
    });
    expect(await read(made.id)).toEqual(made);
    expect(await inventory.jobs()).toEqual([
      {
        name: 'request.created',
        key: `req-${made.id}`,
        data: {
          payload: {
            requestId: made.id,
            ...place,
            quantity: 100,
            requestedOn: '2012-02-01',
            neededOn: '2012-04-01',
            declinedBy: [],
          },
        },
      },
    ]);
  });

  it('lets one of many through, and refuses an unknown place', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => request()));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const before = await inventory.everything();
    await expect(request(100)).rejects.toMatchObject({ code: 'already_exists' });
    await expect(request(0, { sku: 'nothing', location: 'ACCRA' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await inventory.everything()).toEqual(before);
  });

  it('refuses what was decided before another request became an order', async () => {
    const first = await request();
    await orderFact(first.id);
    const before = await inventory.everything();
    await expect(request(0)).rejects.toMatchObject({ code: 'conflict' });
    expect(await inventory.everything()).toEqual(before);
    await expect(request(120)).resolves.toMatchObject({ status: 'open' });
  });
});

describe('the order of a request', () => {
  it('is taken up once and never backwards', async () => {
    const { id } = await request();
    await orderFact(id, { status: 'sent', version: 2, expectedOn: '2012-05-05' });
    await orderFact(id, { status: 'approved', version: 1 });
    expect(await read(id)).toMatchObject({
      status: 'ordered',
      orderedQuantity: 120,
      expectedOn: '2012-05-05',
      version: 2,
    });
    expect(JSON.stringify(await read(id))).not.toContain('orderVersion');
  });

  it('that was declined lets the need be requested again', async () => {
    const { id } = await request();
    await orderFact(id);
    await orderFact(id, { status: 'declined', version: 2 });
    expect(await read(id)).toMatchObject({ status: 'cancelled' });
    await expect(request()).resolves.toMatchObject({ status: 'open' });
    const cancelled = { query: { status: 'cancelled' as const, limit: 10 } };
    const { items } = await inventory.as('Operator', new ListReplenishmentRequests(), cancelled);
    expect(items.map((item) => item.id)).toEqual([id]);
  });
});

describe('receiving', () => {
  it('adds stock, fulfils the request and tells orders-api', async () => {
    const { id } = await request();
    await orderFact(id);
    await receive(id, 50);
    expect(await read(id)).toMatchObject({ status: 'ordered', receivedQuantity: 50 });
    const receipt = await receive(id, 70);
    expect(await read(id)).toMatchObject({ status: 'fulfilled', receivedQuantity: 120 });
    const told = (await inventory.jobs()).map(({ name }) => name);
    expect(told).toEqual(['request.created', ...Array(2).fill(['goods.received', 'level.changed']).flat()]);
    const [level] = await inventory.test.ownerQuery('SELECT on_hand FROM inventory.levels');
    expect(level).toEqual({ on_hand: '160' });
    expect(await inventory.driftedPlaces()).toEqual([]);
    expect(receipt).toMatchObject({ ...place, requestId: id, quantity: 70 });
  });

  it('beyond the tolerance of its role is booked, and held for a person to decide on', async () => {
    const { id } = await request();
    await orderFact(id);
    await receive(id, 150);
    const [held] = (await inventory.as('Operator', new ListHolds(), { query: { limit: 10, ...place } }))
      .items;
    expect(held).toMatchObject({ ...place, quantity: 18, reason: 'over_delivery', placedBy: 'policy' });
    expect(await levels()).toEqual([{ on_hand: '190', hold: '18' }]);
    expect(await inventory.driftedPlaces()).toEqual([]);
    const release = inventory.as('InventoryManager', new ReleaseHold(inventory.test.policy), {
      params: { id: held?.id ?? '' },
    });
    await expect(release).rejects.toMatchObject({ code: 'condition_failed' });
  });

  it('beyond the tolerance of an agent may lie within that of a person', async () => {
    const { id } = await request();
    await orderFact(id);
    await receive(id, 133, { role: 'Operator' });
    expect(await levels()).toEqual([{ on_hand: '173', hold: '0' }]);
  });

  it('of a line that was received is refused as such, also once the request is full', async () => {
    const { id } = await request();
    const asnLineId = randomUUID();
    await receive(id, 100, { asnLineId });
    const before = await inventory.everything();
    await expect(receive(id, 100, { asnLineId })).rejects.toMatchObject({ code: 'already_exists' });
    expect(await inventory.everything()).toEqual(before);
  });

  it('of other goods, or for an unknown request, is refused and changes nothing', async () => {
    await inventory.stock(0, { sku: 'item-2', location: 'ACCRA' });
    const { id } = await request();
    const before = await inventory.everything();
    await expect(receive(id, 10, { sku: 'item-2' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(receive(randomUUID(), 10)).rejects.toMatchObject({ code: 'not_found' });
    await expect(receive(id, 10, { sku: 'nothing' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await inventory.everything()).toEqual(before);
  });

  it('in parts at once never frees more than the tolerance', async () => {
    const { id } = await request();
    await Promise.all(Array.from({ length: 20 }, () => receive(id, 10)));
    expect(await read(id)).toMatchObject({ status: 'fulfilled', receivedQuantity: 200 });
    expect(await levels()).toEqual([{ on_hand: '240', hold: '90' }]);
  });
});

describe('the lead times', () => {
  it('sum up the days from request to receipt, by place', async () => {
    const query = { location: place.location, limit: 50 };
    const read = () => inventory.as('Operator', new ListLeadTimes(), { query });
    expect((await read()).items).toEqual([]);
    const { id } = await request();
    await orderFact(id);
    await receive(id, 50);
    await receive(id, 70);
    expect((await read()).items).toEqual([{ ...place, receipts: 2, days: 182, squaredDays: 2 * 91 ** 2 }]);
  });
});
