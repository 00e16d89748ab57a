import { randomUUID } from 'node:crypto';
import type { JobPayload, jobs } from '@stockade/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { GetReplenishmentRequest } from './get-replenishment-request.js';
import { ListReplenishmentRequests } from './list-replenishment-requests.js';
import { RequestReplenishment } from './request-replenishment.js';
import { TakeUpOrder } from './take-up-order.js';

type Fact = JobPayload<typeof jobs.orderChanged>;

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(40);
});
afterAll(() => inventory.close());

const [first, second] = [randomUUID(), randomUUID()];
const reason = {
  onHand: 40,
  onOrder: 0,
  announcedDemand: 120,
  forecastPerDay: 0.5,
  leadTimeDays: 101,
  horizonDays: 152,
  reorderPoint: 190,
  stockOutOn: null,
};
const request = (onOrder = 0) => {
  const days = { requestedOn: '2012-02-01', neededOn: '2012-04-01' };
  const body = { ...place, ...days, quantity: 100, reason: { ...reason, onOrder } };
  return inventory.as('InventoryManager', new RequestReplenishment(), { body });
};
const read = (id: string) => inventory.as('Operator', new GetReplenishmentRequest(), { params: { id } });
const open = async () => {
  const query = { status: 'open' as const, limit: 10 };
  return (await inventory.as('Operator', new ListReplenishmentRequests(), { query })).items;
};
const tell = (requestId: string, change: Partial<Fact>) => {
  const order = { orderId: randomUUID(), supplierId: first, expectedOn: '2012-05-01' };
  const fact: Fact = {
    requestId,
    ...order,
    status: 'sent',
    quantity: 100,
    unconfirmed: 0,
    version: 1,
    ...change,
  };
  return inventory.work('InventoryService', (unit) => new TakeUpOrder().run(fact, unit));
};
const told = async () => (await inventory.jobs()).filter(({ name }) => name === 'request.created');

describe('what a supplier would not bring', () => {
  it('is requested anew of the others when the order is declined, once however often it is told', async () => {
    const { id } = await request();
    const declined = { status: 'declined' as const, unconfirmed: 100, version: 3 };
    await Promise.all([tell(id, declined), tell(id, declined), tell(id, declined)]);
    expect(await read(id)).toMatchObject({ status: 'cancelled', quantity: 100 });
    const [successor, ...others] = await open();
    expect(others).toEqual([]);
    expect(successor).toMatchObject({ ...place, quantity: 100, replaces: id, declinedBy: [first], reason });
    const [, fact, ...more] = await told();
    expect(more).toEqual([]);
    expect(fact).toMatchObject({
      data: { payload: { requestId: successor?.id, quantity: 100, declinedBy: [first] } },
    });
  });

  it('is never asked again of any supplier that has declined before', async () => {
    const { id } = await request();
    await tell(id, { status: 'declined', unconfirmed: 100 });
    const [successor] = await open();
    await tell(successor?.id ?? '', { supplierId: second, status: 'declined', unconfirmed: 100 });
    expect(await open()).toMatchObject([{ replaces: successor?.id, declinedBy: [first, second] }]);
  });

  it('is split off when the rest is confirmed, and neither is counted twice', async () => {
    const { id } = await request();
    await tell(id, { version: 1 });
    const partly = { status: 'acknowledged' as const, quantity: 60, unconfirmed: 60, version: 2 };
    await tell(id, partly);
    await tell(id, { ...partly, version: 3 });
    expect(await read(id)).toMatchObject({ status: 'ordered', quantity: 60, orderedQuantity: 60 });
    expect(await open()).toMatchObject([{ quantity: 40, replaces: id }]);
    await expect(request(99)).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('is told by the latest word on the order alone, whatever it overtook', async () => {
    const { id } = await request();
    await tell(id, { status: 'partially_received', quantity: 50, unconfirmed: 50, version: 9 });
    await tell(id, { status: 'acknowledged', quantity: 50, unconfirmed: 50, version: 2 });
    expect(await open()).toMatchObject([{ quantity: 50, replaces: id }]);
    expect(await told()).toHaveLength(2);
  });

  it('is left to planning where a request for the place is open already', async () => {
    const { id } = await request();
    await tell(id, { version: 1 });
    const planned = await request(100);
    await tell(id, { status: 'acknowledged', quantity: 50, unconfirmed: 50, version: 2 });
    expect(await open()).toMatchObject([{ id: planned.id, quantity: 100 }]);
    expect(await told()).toHaveLength(2);
  });

  it.each(['cancelled', 'rejected'] as const)('is planned anew when people %s the order', async (status) => {
    const { id } = await request();
    await tell(id, { status, quantity: 50, unconfirmed: 50 });
    expect(await read(id)).toMatchObject({ status: 'cancelled' });
    expect(await open()).toEqual([]);
  });
});
