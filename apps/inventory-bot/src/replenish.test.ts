import { describe, expect, it } from 'vitest';
import { replenish } from './replenish.js';
import { InventoryStub } from './test-support/inventory-stub.js';

const today = '2012-06-15';
const log = { info: () => undefined };
const id = '0199c0de-0000-7000-8000-000000000001';

/** 150 SKUs of which every third lacks 100 in 50 days, with a lead time of 40 days. */
function location(lists: Readonly<Record<string, readonly unknown[]>> = {}): InventoryStub {
  const skus = Array.from({ length: 150 }, (_, index) => `item-${index}`);
  const places = skus.map((sku) => ({ sku, location: 'ACCRA' }));
  return new InventoryStub(
    {
      '/v1/levels': places.map((place) => ({
        ...place,
        onHand: 0,
        reserved: 0,
        hold: 0,
        available: 0,
        version: 1,
      })),
      '/v1/reorder-policies': places.map((place) => ({
        ...place,
        serviceLevel: 0.95,
        leadTimeDays: 40,
        leadTimeDeviationDays: 12,
        unitsPerPack: 10,
        version: 1,
      })),
      '/v1/demand-history': places.map((place) => ({
        ...place,
        from: '2011-06-01',
        to: today,
        demands: 0,
        quantity: 0,
        squaredQuantity: 0,
        noticeDays: 0,
        monthly: [],
      })),
      '/v1/demands?open': places
        .filter((_, index) => index % 3 === 0)
        .map((place) => ({
          ...place,
          id,
          reference: place.sku,
          quantity: 100,
          announcedOn: today,
          neededOn: '2012-08-04',
          status: 'open',
          issuedQuantity: 0,
          issuedOn: null,
        })),
      ...lists,
    },
    (body) => ({
      ...Object(body),
      id,
      status: 'open',
      orderId: null,
      orderedQuantity: null,
      replaces: null,
      declinedBy: [],
      expectedOn: null,
      receivedQuantity: 0,
      version: 1,
    }),
  );
}

describe('replenish', () => {
  it('reads nine lists for a whole location, and where its lanes come from, goods before needs, and requests what will lack', async () => {
    const stub = location();
    await replenish({ location: 'ACCRA' }, today, { inventory: stub.client, log });
    const lists = stub.calls.filter((call) => call.startsWith('GET'));
    expect(lists).toHaveLength(10);
    const moving = lists.filter((call) => /requests|transfers|levels|demands/.test(call));
    expect(moving).toEqual([
      'GET /v1/replenishment-requestsopen',
      'GET /v1/replenishment-requestsordered',
      'GET /v1/transfersin_transit',
      'GET /v1/levels',
      'GET /v1/demandsopen',
    ]);
    expect(stub.posted).toHaveLength(50);
    expect(stub.posted[0]).toMatchObject({ sku: 'item-0', quantity: 100, requestedOn: today });
  });

  it.each(['already_exists', 'conflict'] as const)(
    'leaves a place that is %s to the next sweep',
    async (refusal) => {
      const stub = location();
      stub.refusal = refusal;
      await replenish({ location: 'ACCRA' }, today, { inventory: stub.client, log });
      expect(stub.posted).toHaveLength(50);
    },
  );

  it('tries every place, then fails with what was refused', async () => {
    const stub = location();
    stub.refusal = 'condition_failed';
    const attempt = replenish({ location: 'ACCRA' }, today, { inventory: stub.client, log });
    await expect(attempt).rejects.toThrow(/^item-0 at ACCRA: /);
    expect(stub.posted).toHaveLength(50);
  });

  it('leaves to planners what it may not request itself', async () => {
    const stub = location();
    stub.refusal = 'condition_failed';
    await replenish({ location: 'ACCRA' }, today, { inventory: stub.client, log }).catch(() => undefined);
    expect(stub.put).toHaveLength(50);
    expect(stub.put[0]).toMatchObject({
      path: '/v1/action-messages/item-0/ACCRA',
      body: { reportedOn: today, messages: [{ kind: 'order', quantity: 100, requestId: null }] },
    });
  });
});

describe('what is reported', () => {
  /** Nobody needs any of it. */
  const ordered = {
    ...{
      id,
      location: 'ACCRA',
      quantity: 80,
      orderedQuantity: 80,
      receivedQuantity: 0,
      replaces: null,
      declinedBy: [],
      orderId: id,
      version: 2,
    },
    ...{ requestedOn: today, neededOn: '2012-08-01', expectedOn: '2012-07-20', status: 'ordered' },
    reason: {
      ...{ onHand: 0, onOrder: 0, announcedDemand: 0, forecastPerDay: 0 },
      ...{ leadTimeDays: 40, horizonDays: 52, reorderPoint: 0, stockOutOn: null },
    },
  };
  const fact = `cancel ${id} 2012-07-20 80`;
  const raised = {
    ...{ id, location: 'ACCRA', kind: 'cancel', fact, requestId: id, orderId: id, status: 'open' },
    ...{ promisedQuantity: 80, promisedOn: '2012-07-20', quantity: 0, neededOn: null },
    ...{ assignee: null, raisedOn: today, resolvedOn: null, dismissedBy: null, reason: ordered.reason },
  };
  const reportsOf = async (lists: Readonly<Record<string, readonly unknown[]>>) => {
    const stub = location(lists);
    await replenish({ location: 'ACCRA' }, today, { inventory: stub.client, log });
    return stub.put;
  };
  const orders = [{ ...ordered, sku: 'item-1' }];

  it('is what is new', async () => {
    const reports = await reportsOf({ '/v1/replenishment-requests?ordered': orders });
    expect(reports).toMatchObject([
      { path: '/v1/action-messages/item-1/ACCRA', body: { reportedOn: today, messages: [{ fact }] } },
    ]);
  });

  it('is nothing where all that holds is open already', async () => {
    const messages = [{ ...raised, sku: 'item-1' }];
    const lists = { '/v1/replenishment-requests?ordered': orders, '/v1/action-messages?open': messages };
    expect(await reportsOf(lists)).toEqual([]);
  });

  it('is that nothing holds any more', async () => {
    const reports = await reportsOf({ '/v1/action-messages?open': [{ ...raised, sku: 'item-2' }] });
    expect(reports).toEqual([
      { path: '/v1/action-messages/item-2/ACCRA', body: { reportedOn: today, messages: [] } },
    ]);
  });
});
