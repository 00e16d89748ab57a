import { randomUUID } from 'node:crypto';
import { type Client, createClient } from '@stockade/clients';
import { jobs, orders } from '@stockade/contracts';
import { enqueue } from '@stockade/queues';
import { type RunningService, startService } from '@stockade/service';
import { everyPage, PlanLog, serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { callerTokens, LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { OrderWindow } from './drafts/order-window.js';
import { ordersApi } from './orders-api.js';
import { INVENTORY, ReplenishmentRequests } from './replenishment/replenishment-requests.js';
import { aRequest, bodyFor } from './test-support/order-data.js';
import { firstWithStatus, ordersVolume, suppliers, volumeId } from './test-support/orders-volume.js';

/** More than a page of any list, far less than a table. */
const MOST_ROWS = 500;
const mayReadMore = {
  'DELETE FROM orders.idempotency_keys':
    'forgets old answers in the background; a BRIN index finds whole ranges of pages',
};
const machine = (name: string, role: string, scope: string) => ({
  aud: 'orders-api',
  azp: name,
  client_id: name,
  roles: [role],
  scope,
});
const person = (name: string, role: string, scope: string) => ({
  ...machine('stack-cli', role, scope),
  preferred_username: name,
});
const callers = {
  placer: machine('order_placer', 'OrderAgent', 'suppliers:read orders:create orders:read'),
  supplier: machine('supplier_gateway', 'SupplierGateway', 'orders:transmit'),
  approver: person('approver', 'Approver', 'orders:approve'),
  operator: person('operator', 'Operator', 'orders:cancel orders:amend orders:read'),
};

let database: TestDatabase;
let issuer: LoopbackIssuer;
let log: PlanLog;
let service: RunningService;
let as: Record<keyof typeof callers, Client<typeof orders>>;
let round = 0;

/** An order that nothing has been done with yet. */
const orderIn = (status: keyof typeof firstWithStatus, turn = 0) =>
  volumeId(50 * (10 * round + turn) + firstWithStatus[status]);
/** An item that 50 suppliers offer, the first of them with this offer. */
const sku = 'item-7';
const offerId = volumeId(7 * suppliers);

beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  await database.ownerQuery(ordersVolume);
  log = await PlanLog.of(database);
  await start();
}, 120_000);
afterAll(async () => {
  await service.close();
  await issuer.stop();
  await database.close();
});

async function start(): Promise<void> {
  const inventory = {
    getReplenishmentRequest: async ({ params: { id } }: { params: { id: string } }) => ({
      ...aRequest({ sku }),
      id,
    }),
  };
  const providers = [ReplenishmentRequests, OrderWindow, { provide: INVENTORY, useValue: inventory }];
  service = await startService(
    { ...ordersApi, providers },
    {
      ...serviceEnvironment(database, issuer.url),
      STOCKADE_INVENTORY_API_URL: issuer.url,
      STOCKADE_ORDERS_API_URL: issuer.url,
      STOCKADE_SHIPMENTS_API_URL: issuer.url,
      STOCKADE_ORDER_WINDOW_MS: '0',
    },
  );
  const tokenOf = callerTokens(issuer, callers);
  const clientOf = (caller: string) =>
    createClient(orders, { baseUrl: service.url, token: () => tokenOf(caller) });
  as = {
    placer: clientOf('placer'),
    supplier: clientOf('supplier'),
    approver: clientOf('approver'),
    operator: clientOf('operator'),
  };
}

const body = { reason: 'It is needed.' };

/** Every operation, so that a new one is told of here too. */
const calls: Record<keyof typeof orders, () => Promise<unknown>> = {
  listSuppliers: () => everyPage((query) => as.placer.listSuppliers({ query }), { sku }),
  listOffers: () =>
    everyPage(
      (query) =>
        as.placer.listOffers({ params: { id: volumeId(0) }, query: { ...query, asOf: '2012-02-01' } }),
      { sku },
    ),
  listOrders: async () => {
    for (const status of ['pending_approval', 'received'] as const) {
      const filters = { status, requestId: volumeId(77) };
      await everyPage((query) => as.placer.listOrders({ query }), filters);
    }
  },
  getOrder: () => as.placer.getOrder({ params: { id: volumeId(77) } }),
  createOrder: () => {
    const order = bodyFor(aRequest({ sku }), offerId);
    return as.placer.createOrder({ body: { ...order, supplierId: volumeId(0) } });
  },
  approveOrder: () => as.approver.approveOrder({ params: { id: orderIn('pending_approval') }, body }),
  rejectOrder: () => as.approver.rejectOrder({ params: { id: orderIn('pending_approval', 1) }, body }),
  cancelOrder: () => as.operator.cancelOrder({ params: { id: orderIn('approved') }, body }),
  transmitOrder: () =>
    as.supplier.transmitOrder({ params: { id: orderIn('approved', 1) }, body: { sentOn: '2012-02-02' } }),
  acknowledgeOrder: () => {
    const id = orderIn('sent');
    const lines = [{ lineId: id, confirmedQuantity: 10 }];
    const accepted = { decision: 'accepted', revision: 1, promisedOn: '2012-03-20', lines } as const;
    return as.supplier.acknowledgeOrder({ params: { id }, body: accepted });
  },
  holdOrder: () => as.operator.holdOrder({ params: { id: orderIn('approved', 2) }, body }),
  resumeOrder: () => as.operator.resumeOrder({ params: { id: orderIn('approved', 2) } }),
  amendOrder: () => {
    const id = orderIn('sent', 1);
    const lines = [{ lineId: id, quantity: 20 }];
    return as.operator.amendOrder({ params: { id }, body: { ...body, lines } });
  },
  listAmendments: () =>
    everyPage((query) => as.operator.listAmendments({ params: { id: orderIn('sent', 1) }, query }), {}),
  shortCloseOrder: () => {
    const id = orderIn('partially_received');
    return as.operator.shortCloseOrder({ params: { id }, body: { ...body, lineIds: [id] } });
  },
};

/** Has the service take up a receipt, and the end of a deadline. */
async function takeUpFacts(): Promise<void> {
  const [received, expired] = [orderIn('acknowledged'), orderIn('pending_approval', 2)];
  const manager = await database.connectAs('inventory_manager');
  await enqueue(manager, jobs.goodsReceived, {
    ...{ receiptId: randomUUID(), requestId: received, quantity: 10, receivedOn: '2012-03-20' },
    sku: `item-${Math.floor(Number.parseInt(received.slice(-12), 16) / suppliers)}`,
  });
  await manager.end();
  const self = await database.connectAs('orders_service');
  await enqueue(self, jobs.approvalExpires, { orderId: expired, version: 1 });
  await self.end();
  await vi.waitFor(async () => {
    for (const id of [received, expired]) {
      expect((await as.placer.getOrder({ params: { id } })).version).toBeGreaterThan(1);
    }
  }, 10_000);
}

async function doEverything(): Promise<void> {
  round += 1;
  for (const call of Object.values(calls)) await call();
  await takeUpFacts();
}

it('has every table that grows filled', async () => {
  expect(await log.smallTables('orders')).toEqual(['orders.commitments', 'orders.suppliers']);
});

it('reads no table that grows wider than a page, with values in view', async () => {
  await doEverything();
  expect(await log.wideReads('orders', MOST_ROWS, mayReadMore)).toEqual([]);
}, 60_000);

it('reads no table that grows wider than a page, with plans for any values', async () => {
  await service.close();
  await log.set('plan_cache_mode', 'force_generic_plan');
  await start();
  await doEverything();
  expect(await log.wideReads('orders', MOST_ROWS, mayReadMore)).toEqual([]);
}, 60_000);

it('names the statement that an index is missing for', async () => {
  await database.ownerQuery('DROP INDEX orders.order_lines_by_request, orders.order_of_request');
  await calls.listOrders();
  expect(await log.wideReads('orders', MOST_ROWS)).toContainEqual(
    expect.stringMatching(/^orders\.order_lines, .* rows: SELECT .* WHERE .*request_id/),
  );
});
