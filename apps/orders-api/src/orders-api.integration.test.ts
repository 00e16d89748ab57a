import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@stockade/clients';
import { inventory, jobs, orders } from '@stockade/contracts';
import { enqueue } from '@stockade/queues';
import { type RunningService, startService } from '@stockade/service';
import { serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { OrderWindow } from './drafts/order-window.js';
import { ordersApi } from './orders-api.js';
import { INVENTORY, ReplenishmentRequests } from './replenishment/replenishment-requests.js';
import { aRequest, bodyFor, offerId } from './test-support/order-data.js';
import { seedOffers } from './test-support/orders-fixture.js';

const request = aRequest();
let inventoryIsUp = true;
/** Stands in for inventory-api, which knows one request. */
const peer = createServer((asked, answer) => {
  if (!inventoryIsUp) return asked.socket.destroy();
  const found = asked.url === `/v1/replenishment-requests/${request.id}`;
  answer.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
  return answer.end(JSON.stringify(found ? request : { code: 'not_found' }));
});

let database: TestDatabase;
let issuer: LoopbackIssuer;
let service: RunningService;
beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  await seedOffers(database);
  await new Promise<void>((listening) => peer.listen(0, '127.0.0.1', listening));
  const baseUrl = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
  const client = createClient(inventory, { baseUrl, token: async () => 'token of orders-api' });
  const definition = {
    ...ordersApi,
    providers: [ReplenishmentRequests, OrderWindow, { provide: INVENTORY, useValue: client }],
  };
  service = await startService(definition, {
    ...serviceEnvironment(database, issuer.url),
    STOCKADE_INVENTORY_API_URL: baseUrl,
    STOCKADE_ORDERS_API_URL: baseUrl,
    STOCKADE_SHIPMENTS_API_URL: baseUrl,
    STOCKADE_ORDER_WINDOW_MS: '0',
  });
});
afterAll(async () => {
  await service.close();
  peer.close();
  await issuer.stop();
  await database.close();
});

const placer = {
  aud: 'orders-api',
  azp: 'order_placer',
  client_id: 'order_placer',
  roles: ['OrderAgent'],
  scope: 'suppliers:read orders:create orders:read',
};

async function call(method: 'GET' | 'POST', path: string, claims: object, body?: unknown) {
  const answer = await fetch(`${service.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await issuer.token({ ...claims })}`,
      ...(method === 'POST' && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, etag: answer.headers.get('etag'), body: await answer.json() };
}
const create = (body: unknown, claims: object = placer) => call('POST', '/v1/orders', claims, body);
const stored = () => database.ownerQuery('SELECT * FROM orders.orders, orders.order_lines');
const records = (action: string) =>
  database.ownerQuery('SELECT agent, role, result, reason FROM audit.events WHERE action = $1 ORDER BY at', [
    action,
  ]);

it('R1, R20: refuses what is no order of its caller, records each refusal, and stores nothing', async () => {
  const [line] = bodyFor(request).lines;
  const named = { ...bodyFor(request), lines: [{ ...line, packPriceMinor: 1 }] };
  expect(await create(named)).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  const bot = { azp: 'inventory_bot', client_id: 'inventory_bot', roles: ['InventoryManager'] };
  expect(await create(bodyFor(request), { ...placer, ...bot })).toMatchObject({
    status: 403,
    body: { code: 'insufficient_scope' },
  });
  expect(await create(bodyFor(aRequest()))).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(await stored()).toEqual([]);
  expect(await records('orders.create_order')).toEqual([
    { agent: 'order_placer', role: 'OrderAgent', result: 'failed', reason: 'validation_failed' },
    { agent: 'inventory_bot', role: 'InventoryManager', result: 'denied', reason: 'insufficient_scope' },
    { agent: 'order_placer', role: 'OrderAgent', result: 'failed', reason: 'conflict' },
  ]);
});

it('answers 503 and stores nothing while inventory-api is down', async () => {
  inventoryIsUp = false;
  try {
    expect(await create(bodyFor(request))).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  } finally {
    inventoryIsUp = true;
  }
  expect(await stored()).toEqual([]);
});

it('orders, takes up the receipt that its queue tells of, and shows each version by its ETag', async () => {
  const created = await create(bodyFor(request));
  expect(created).toMatchObject({
    status: 201,
    etag: '"1"',
    body: { status: 'draft', totalMinor: 10_000, lines: [{ offerId, packPriceMinor: 1000 }] },
  });
  expect(await create(bodyFor(request))).toMatchObject({ status: 409, body: { code: 'already_exists' } });
  const path = `/v1/orders/${orders.createOrder.output.parse(created.body).id}`;
  await vi.waitFor(
    async () => {
      expect(await call('GET', path, placer)).toMatchObject({
        etag: '"2"',
        body: { status: 'approved', decidedBy: 'policy', approvalReasons: [] },
      });
    },
    { timeout: 15_000, interval: 100 },
  );

  const gateway = {
    ...placer,
    azp: 'supplier_gateway',
    client_id: 'supplier_gateway',
    roles: ['SupplierGateway'],
    scope: 'orders:transmit',
  };
  const sent = await call('POST', `${path}/transmission`, gateway, { sentOn: '2012-02-03' });
  expect(sent).toMatchObject({ status: 200, etag: '"3"', body: { status: 'sent', sentOn: '2012-02-03' } });

  const manager = await database.connectAs('inventory_manager');
  const unit = {
    query: ({ name, text }: { name: string; text: string }, values: unknown[]) =>
      manager.query({ name, text, values }),
  };
  const fact = { requestId: request.id, sku: 'item-1', quantity: 100, receivedOn: '2012-04-20' };
  await enqueue(unit, jobs.goodsReceived, { receiptId: randomUUID(), ...fact });
  await manager.end();
  await vi.waitFor(
    async () => {
      expect(await call('GET', path, placer)).toMatchObject({
        etag: '"4"',
        body: { status: 'received', lines: [{ receivedQuantity: 100 }] },
      });
    },
    { timeout: 15_000, interval: 100 },
  );
  expect(await records('goods.received')).toEqual([
    { agent: 'orders-api', role: 'OrdersService', result: 'allowed', reason: null },
  ]);
});
