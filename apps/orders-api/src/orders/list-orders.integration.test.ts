import { randomUUID } from 'node:crypto';
import type { OperationInput, orders as operations } from '@stockade/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ListOffers } from '../suppliers/list-offers.js';
import { ListSuppliers } from '../suppliers/list-suppliers.js';
import { offerId, supplierId, suspendedSupplierId } from '../test-support/order-data.js';
import { type Order, OrdersFixture } from '../test-support/orders-fixture.js';
import { ListOrders } from './list-orders.js';

let orders: OrdersFixture;
const placed: Order[] = [];
beforeAll(async () => {
  orders = await OrdersFixture.open();
  for (let count = 0; count < 9; count += 1) placed.unshift(await orders.placed({ dear: count % 3 === 0 }));
});
afterAll(() => orders.close());

type Query = OperationInput<typeof operations.listOrders>['query'];
const list = (query: Query) => orders.as('Auditor', new ListOrders(), { query });

async function pages(query: Query): Promise<Order[]> {
  const { items, nextCursor } = await list(query);
  expect(items.length).toBeLessThanOrEqual(query.limit);
  return nextCursor === null ? items : [...items, ...(await pages({ ...query, cursor: nextCursor }))];
}

it('lists orders newest first; its pages are the whole list, whatever their size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(undefined, 'approved' as const, 'pending_approval' as const, 'received' as const),
      async (limit, status) => {
        const expected = placed.filter((order) => status === undefined || order.status === status);
        expect(await pages({ limit, status })).toEqual(expected);
      },
    ),
    { numRuns: 12 },
  );
});

it('finds the order of a request', async () => {
  expect((await list({ limit: 50, requestId: placed[4]?.lines[0]?.requestId })).items).toEqual([placed[4]]);
  expect((await list({ limit: 50, requestId: randomUUID() })).items).toEqual([]);
});

it('refuses what is no cursor of it', async () => {
  const cursor = Buffer.from(JSON.stringify('1 OR true')).toString('base64url');
  await expect(list({ limit: 50, cursor })).rejects.toMatchObject({ code: 'invalid_request', status: 400 });
});

it('has an index for each filter, in the order of the list', async () => {
  const login = await orders.test.connectAs('auditor');
  const indexOf = async (condition: string) => {
    const { rows } = await login.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT * FROM orders.orders WHERE ${condition} ORDER BY id DESC LIMIT 51`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join();
    expect(plan).not.toContain('Sort');
    return /using (\w+)/.exec(plan)?.[1];
  };
  try {
    // As few rows as here the planner would rather read and sort.
    await login.query('SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off');
    expect(await indexOf(`id < '${randomUUID()}'`)).toBe('orders_pkey');
    expect(await indexOf(`status = 'sent'`)).toBe('orders_by_status');
  } finally {
    await login.end();
  }
});

it('lists suppliers and their offers, those of a SKU where one is named', async () => {
  const suppliers = (query: { sku?: string; cursor?: string }, limit = 50) =>
    orders.as('OrderAgent', new ListSuppliers(), { query: { limit, ...query } });
  const everybody = [supplierId, suspendedSupplierId].sort();
  expect((await suppliers({})).items.map(({ id }) => id)).toEqual(everybody);
  const first = await suppliers({}, 1);
  const second = await suppliers({ cursor: first.nextCursor ?? '' }, 1);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(everybody);
  expect(second.nextCursor).toBeNull();
  expect((await suppliers({ sku: 'item-1' })).items).toEqual([
    { id: supplierId, name: 'Maker', status: 'active' },
  ]);

  const offers = (id: string, sku?: string) =>
    orders.as('OrderAgent', new ListOffers(), {
      params: { id },
      query: { limit: 50, sku, asOf: '2012-02-01' },
    });
  expect((await offers(supplierId)).items.map(({ sku }) => sku)).toEqual(['dear', 'item-1']);
  expect((await offers(supplierId, 'item-1')).items).toEqual([
    {
      id: offerId,
      supplierId,
      sku: 'item-1',
      validFrom: '2012-01-01',
      unitsPerPack: 10,
      packPriceMinor: 1000,
      currency: 'USD',
      minimumPacks: 5,
      leadTimeDays: 60,
      leadTimeDeviationDays: 10,
      onTimeShare: 0.9,
      priceBreaks: [],
      itemHistory: null,
    },
  ]);
  await expect(offers(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});
