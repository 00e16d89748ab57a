import { type Client, createClient } from '@stockade/clients';
import { inventory, jobs } from '@stockade/contracts';
import { enqueue } from '@stockade/queues';
import { type RunningService, startService } from '@stockade/service';
import { everyPage, PlanLog, serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { callerTokens, LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inventoryApi } from './inventory-api.js';
import { inventoryVolume, volumeId } from './test-support/inventory-volume.js';

/** More than a page of any list, far less than a table. */
const MOST_ROWS = 500;
const mayReadMore = {
  'DELETE FROM inventory.idempotency_keys':
    'forgets old answers in the background; a BRIN index finds whole ranges of pages',
};
const place = { sku: 'item-7', location: 'PLACE_3' };
const filters = { ...place };
const lane = { from: 'PLACE_3', to: 'PLACE_4' };
const machine = (name: string, role: string, scope: string) => ({
  azp: name,
  client_id: name,
  roles: [role],
  scope,
});

const person = (name: string, role: string, scope: string) => ({
  ...machine('stack-cli', role, scope),
  preferred_username: name,
});

let database: TestDatabase;
let issuer: LoopbackIssuer;
let log: PlanLog;
let service: RunningService;
let bot: Client<typeof inventory>;
let feed: Client<typeof inventory>;
let operator: Client<typeof inventory>;

beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  await database.ownerQuery(inventoryVolume);
  log = await PlanLog.of(database);
  await start();
}, 120_000);
afterAll(async () => {
  await service.close();
  await issuer.stop();
  await database.close();
});

async function start(): Promise<void> {
  service = await startService(inventoryApi, serviceEnvironment(database, issuer.url));
  const tokenOf = callerTokens(issuer, {
    bot: machine('inventory_bot', 'InventoryManager', 'inventory:read inventory:write replenishment:read'),
    feed: machine('demand_feed', 'DemandFeed', 'inventory:demand inventory:reserve'),
    operator: person('operator', 'Operator', 'inventory:lanes replenishment:decide'),
  });
  const as = (caller: string) =>
    createClient(inventory, { baseUrl: service.url, token: () => tokenOf(caller) });
  bot = as('bot');
  feed = as('feed');
  operator = as('operator');
}

/** Stock that is reserved until it is ended. */
const reserve = () => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  return feed.reserveStock({ body: { ...place, reference: crypto.randomUUID(), quantity: 1, expiresAt } });
};
const hold = () => bot.placeHold({ body: { ...place, quantity: 1, reason: 'quality' } });
const idOf = async (made: Promise<{ readonly id: string }>) => ({ id: (await made).id });
const openMessage = async (kind: 'order' | 'expedite') => {
  const { items } = await bot.listActionMessages({ query: { status: 'open', kind, limit: 1 } });
  return { id: items[0]?.id ?? '' };
};

/** Every operation, so that a new one is told of here too. */
const calls: Record<keyof typeof inventory, () => Promise<unknown>> = {
  listLevels: () => everyPage((query) => bot.listLevels({ query }), filters),
  getLevel: () => bot.getLevel({ params: place }),
  listMovements: () => everyPage((query) => bot.listMovements({ query }), filters),
  recordAdjustment: () => bot.recordAdjustment({ body: { ...place, delta: 1, reason: 'found' } }),
  recordCycleCount: async () => {
    await bot.recordCycleCount({ body: { ...place, counted: 990 } });
    await bot.recordCycleCount({ body: { ...place, counted: 990, countedOn: '2011-03-04' } });
  },
  listCycleCounts: () => everyPage((query) => bot.listCycleCounts({ query }), filters),
  recordCorrection: () =>
    bot.recordCorrection({
      body: { ...place, delta: 1, reason: 'found', occurredOn: '2009-01-05', movementId: volumeId(143) },
    }),
  listTransferLanes: () => everyPage((query) => bot.listTransferLanes({ query }), lane),
  putTransferLane: () => operator.putTransferLane({ params: lane, body: { transitDays: 5, open: true } }),
  listTransfers: async () => {
    for (const status of ['in_transit', 'received'] as const) {
      await everyPage((query) => bot.listTransfers({ query: { ...query, status } }), {
        sku: 'item-7',
        ...lane,
      });
    }
    await everyPage((query) => bot.listTransfers({ query }), { sku: 'item-7', ...lane });
  },
  getTransfer: () => bot.getTransfer({ params: { id: volumeId(77) } }),
  dispatchTransfer: () =>
    bot.dispatchTransfer({ body: { sku: 'item-7', ...lane, quantity: 1, keep: 1, onOrder: 10_000 } }),
  receiveTransfer: async () => {
    const { items } = await bot.listTransfers({ query: { status: 'in_transit', limit: 1 } });
    await bot.receiveTransfer({ params: { id: items[0]?.id ?? '' }, body: {} });
  },
  listReceipts: () => everyPage((query) => bot.listReceipts({ query }), { ...filters, lot: 'LOT-2' }),
  listDemands: async () => {
    for (const status of ['open', 'issued'] as const) {
      await everyPage((query) => bot.listDemands({ query: { ...query, status } }), filters);
    }
    await everyPage((query) => bot.listDemands({ query }), filters);
  },
  listDemandHistory: () =>
    everyPage((query) => bot.listDemandHistory({ query: { ...query, until: '2011-03-04' } }), filters),
  announceDemand: () =>
    feed.announceDemand({
      body: { ...place, reference: `need of ${Date.now()}`, quantity: 1, neededOn: '2011-04-04' },
    }),
  issueDemand: async () => {
    const { items } = await bot.listDemands({ query: { status: 'open', limit: 1 } });
    await feed.issueDemand({ params: { id: items[0]?.id ?? '' }, body: {} });
  },
  recordReceipt: async () => {
    const { items } = await bot.listReplenishmentRequests({ query: { status: 'ordered', limit: 1 } });
    const { id: requestId, sku, location } = items[0] ?? { id: null, ...place };
    await bot.recordReceipt({
      body: { asnLineId: crypto.randomUUID(), requestId, sku, location, quantity: 1 },
    });
  },
  listReplenishmentRequests: async () => {
    for (const status of ['open', 'ordered', 'fulfilled'] as const) {
      await everyPage((query) => bot.listReplenishmentRequests({ query: { ...query, status } }), filters);
    }
    await everyPage((query) => bot.listReplenishmentRequests({ query }), filters);
  },
  listLeadTimes: () => everyPage((query) => bot.listLeadTimes({ query }), filters),
  getReplenishmentRequest: () => bot.getReplenishmentRequest({ params: { id: volumeId(77) } }),
  requestReplenishment: async () => {
    const { reason } = await bot.getReplenishmentRequest({ params: { id: volumeId(77) } });
    const { items } = await bot.listLevels({ query: { limit: 200 } });
    const { sku, location } = items[Math.floor(Math.random() * items.length)] ?? place;
    await bot.requestReplenishment({
      body: { sku, location, quantity: 1, neededOn: '2011-05-05', reason: { ...reason, onOrder: 1000 } },
    });
  },
  getReorderPolicy: () => bot.getReorderPolicy({ params: place }),
  listReorderPolicies: () => everyPage((query) => bot.listReorderPolicies({ query }), filters),
  putReorderPolicy: async () => {
    const {
      version,
      sku: _sku,
      location: _location,
      ...body
    } = await bot.getReorderPolicy({ params: place });
    await bot.putReorderPolicy({ params: place, version, body });
  },
  getLatestBusinessDay: () => feed.getLatestBusinessDay(),
  closeBusinessDay: async () => {
    const { date } = await feed.getLatestBusinessDay();
    const next = new Date(Date.parse(date ?? '') + 86_400_000).toISOString().slice(0, 10);
    await feed.closeBusinessDay({ body: { date: next } });
  },
  reserveStock: reserve,
  getReservation: () => bot.getReservation({ params: { id: volumeId(77) } }),
  listReservations: async () => {
    for (const status of ['active', 'released'] as const) {
      await everyPage((query) => bot.listReservations({ query: { ...query, status } }), filters);
    }
    await everyPage((query) => bot.listReservations({ query }), filters);
  },
  consumeReservation: async () => feed.consumeReservation({ params: await idOf(reserve()), body: {} }),
  releaseReservation: async () => feed.releaseReservation({ params: await idOf(reserve()) }),
  placeHold: hold,
  listHolds: async () => {
    await everyPage((query) => bot.listHolds({ query: { ...query, status: 'active' } }), filters);
    await everyPage((query) => bot.listHolds({ query }), filters);
  },
  releaseHold: async () => bot.releaseHold({ params: await idOf(hold()) }),
  reportActionMessages: async () => {
    const { reason } = await bot.getReplenishmentRequest({ params: { id: volumeId(77) } });
    const none = { requestId: null, promisedQuantity: null, promisedOn: null };
    const message = { ...none, kind: 'order', fact: 'order', quantity: 1, neededOn: null, reason } as const;
    await bot.reportActionMessages({ params: place, body: { messages: [message] } });
  },
  listActionMessages: async () => {
    for (const filter of [{ status: 'open' }, { status: 'dismissed' }, { kind: 'order' }] as const) {
      await everyPage((query) => bot.listActionMessages({ query: { ...query, ...filter } }), filters);
    }
    await everyPage((query) => bot.listActionMessages({ query }), filters);
  },
  assignActionMessage: async () => {
    const body = { assignee: 'operator' };
    await operator.assignActionMessage({ params: await openMessage('expedite'), body });
  },
  dismissActionMessage: async () => operator.dismissActionMessage({ params: await openMessage('order') }),
};

/** Has the service take up what orders-api tells of an order that is new to it. */
let ordersTakenUp = 0;
async function takeUpOrder(): Promise<void> {
  ordersTakenUp += 1;
  const requestId = volumeId(1_000 * ordersTakenUp);
  const before = await bot.getReplenishmentRequest({ params: { id: requestId } });
  const producer = await database.connectAs('order_agent');
  await enqueue(producer, jobs.orderChanged, {
    ...{ requestId, orderId: crypto.randomUUID(), supplierId: crypto.randomUUID(), status: 'sent' },
    ...{ quantity: 100, unconfirmed: 0, expectedOn: null },
    version: 1,
  });
  await producer.end();
  await vi.waitFor(async () => {
    const { version } = await bot.getReplenishmentRequest({ params: { id: requestId } });
    expect(version).toBeGreaterThan(before.version);
  }, 10_000);
}

/** Has the service let a reservation expire, as it does when the time is over. */
let reservationsExpired = 0;
async function expireReservation(): Promise<void> {
  reservationsExpired += 1;
  const reservationId = volumeId(50 * reservationsExpired);
  const producer = await database.connectAs('demand_feed');
  await enqueue(producer, jobs.reservationExpires, { reservationId });
  await producer.end();
  await vi.waitFor(async () => {
    expect((await bot.getReservation({ params: { id: reservationId } })).status).toBe('expired');
  }, 10_000);
}

async function doEverything(): Promise<void> {
  for (const call of Object.values(calls)) await call();
  await takeUpOrder();
  await expireReservation();
}

it('has every table that grows filled', async () => {
  // One row for each day, and for each two locations.
  expect(await log.smallTables('inventory')).toEqual([
    'inventory.business_days',
    'inventory.items',
    'inventory.transfer_lanes',
  ]);
});

it('reads no table that grows wider than a page, with values in view', async () => {
  await doEverything();
  expect(await log.wideReads('inventory', MOST_ROWS, mayReadMore)).toEqual([]);
}, 60_000);

it('reads no table that grows wider than a page, with plans for any values', async () => {
  await service.close();
  await log.set('plan_cache_mode', 'force_generic_plan');
  await start();
  await doEverything();
  expect(await log.wideReads('inventory', MOST_ROWS, mayReadMore)).toEqual([]);
}, 60_000);

it('names the statement that an index is missing for', async () => {
  await database.ownerQuery('DROP INDEX inventory.movements_by_sku');
  await calls.listMovements();
  expect(await log.wideReads('inventory', MOST_ROWS, mayReadMore)).toContainEqual(
    expect.stringMatching(/^inventory\.movements, .* rows: SELECT .* WHERE sku = \$1/),
  );
});
