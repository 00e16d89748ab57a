import { type Client, createClient, listAll } from '@stockade/clients';
import { inventory } from '@stockade/contracts';
import { type RunningService, startService } from '@stockade/service';
import { serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inventoryApi } from './inventory-api.js';

let database: TestDatabase;
let issuer: LoopbackIssuer;
let service: RunningService;
let feed: Client<typeof inventory>;
let bot: Client<typeof inventory>;
let operator: Client<typeof inventory>;

beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  service = await startService(inventoryApi, serviceEnvironment(database, issuer.url));
  const as = (client: string, role: string, scope: string, person = {}) =>
    createClient(inventory, {
      baseUrl: service.url,
      token: () => issuer.token({ azp: client, client_id: client, roles: [role], scope, ...person }),
    });
  feed = as('demand_feed', 'DemandFeed', 'inventory:demand inventory:reserve');
  bot = as('inventory_bot', 'InventoryManager', 'inventory:read inventory:write replenishment:read');
  const scopes = 'inventory:read inventory:write replenishment:decide';
  operator = as('mcp-desktop', 'Operator', scopes, { preferred_username: 'operator' });
});
afterAll(async () => {
  await service.close();
  await issuer.stop();
  await database.close();
});

const place = { sku: 'item-1', location: 'ACCRA' };
const today = '2012-02-01';

/** Answers are parsed against the contract by the client, so each call proves its output too. */
it('serves every operation to the roles that hold its scope', async () => {
  const need = await feed.announceDemand({
    body: { ...place, reference: 'order-1', quantity: 60, announcedOn: today, neededOn: '2012-06-01' },
  });
  await feed.closeBusinessDay({ body: { date: today } });
  expect(await feed.getLatestBusinessDay()).toEqual({ date: today });

  const policy = await bot.getReorderPolicy({ params: place });
  const { sku: _sku, location: _location, version, ...figures } = policy;
  await bot.putReorderPolicy({ params: place, version, body: { ...figures, leadTimeDays: 90 } });
  const request = await bot.requestReplenishment({
    body: {
      ...place,
      quantity: 100,
      requestedOn: today,
      neededOn: '2012-06-01',
      reason: {
        onHand: 0,
        onOrder: 0,
        announcedDemand: 60,
        forecastPerDay: 0,
        leadTimeDays: 90,
        horizonDays: 142,
        reorderPoint: 60,
        stockOutOn: '2012-06-01',
      },
    },
  });
  const asnLineId = '0199c0de-0000-7000-8000-000000000001';
  const receipt = { ...place, asnLineId, requestId: request.id, quantity: 100, receivedOn: '2012-05-01' };
  await bot.recordReceipt({ body: receipt });
  await bot.recordAdjustment({ body: { ...place, delta: -5, reason: 'damage' } });
  await feed.issueDemand({ params: { id: need.id }, body: { issuedOn: '2012-06-01' } });

  expect(await bot.getLevel({ params: place })).toMatchObject({ onHand: 35, available: 35 });
  expect(await bot.getReplenishmentRequest({ params: { id: request.id } })).toMatchObject({
    status: 'fulfilled',
  });
  const lists = [
    bot.listLevels,
    bot.listMovements,
    bot.listDemands,
    bot.listReplenishmentRequests,
    bot.listReorderPolicies,
  ];
  const counts = await Promise.all(lists.map(async (list) => (await list()).items.length));
  expect(counts).toEqual([1, 3, 1, 1, 1]);
  const histories = bot.listDemandHistory({ query: { ...place, until: '2012-06-01' } });
  expect((await histories).items).toMatchObject([{ demands: 1, quantity: 60, noticeDays: 121 }]);
});

it('goes through the pages of a list over HTTP', async () => {
  for (let index = 0; index < 5; index++) {
    const body = {
      ...place,
      reference: `paged-${index}`,
      quantity: 1,
      announcedOn: today,
      neededOn: '2013-01-01',
    };
    await feed.announceDemand({ body });
  }
  const references: string[] = [];
  const open = { query: { ...place, status: 'open', limit: 2 } } as const;
  for await (const { reference } of listAll(bot.listDemands, open)) references.push(reference);
  expect(references).toEqual(Array.from({ length: 5 }, (_, index) => `paged-${index}`));
});

it('R6: refuses the bot what is the demand feed’s, and the feed what is the bot’s', async () => {
  const count = async () =>
    database.ownerQuery(
      'SELECT (SELECT count(*) FROM inventory.business_days), sum(on_hand) FROM inventory.levels',
    );
  const before = await count();
  await expect(bot.closeBusinessDay({ body: { date: '2020-01-01' } })).rejects.toMatchObject({ status: 403 });
  await expect(
    feed.recordAdjustment({ body: { ...place, delta: 5, reason: 'found' } }),
  ).rejects.toMatchObject({ code: 'insufficient_scope' });
  await expect(
    bot.recordAdjustment({ body: { ...place, delta: 1_000_001, reason: 'found' } }),
  ).rejects.toMatchObject({ code: 'condition_failed' });
  expect(await count()).toEqual(before);
});

it.each(['0000-01-01', '2012-02-30', '9999-12-31'])(
  'refuses to close %s, and closes nothing',
  async (date) => {
    const days = () => database.ownerQuery('SELECT count(*) FROM inventory.business_days');
    const before = await days();
    await expect(feed.closeBusinessDay({ body: { date } })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    expect(await days()).toEqual(before);
  },
);

const reserve = (reference: string, lastsMs: number) => {
  const expiresAt = new Date(Date.now() + lastsMs).toISOString();
  return feed.reserveStock({ body: { ...place, reference, quantity: 10, expiresAt } });
};

it('lets what is reserved expire when its time is over, and not what was consumed before', async () => {
  const { onHand } = await bot.getLevel({ params: place });
  const consumed = await reserve('taken', 3_600_000);
  await feed.consumeReservation({ params: { id: consumed.id }, body: {} });
  const { id } = await reserve('forgotten', 300);
  await vi.waitFor(async () => {
    expect(await bot.getReservation({ params: { id } })).toMatchObject({ status: 'expired' });
  }, 20_000);
  expect(await bot.getLevel({ params: place })).toMatchObject({ onHand: onHand - 10, reserved: 0 });
  expect((await bot.listReservations()).items.map(({ status }) => status)).toEqual(['consumed', 'expired']);
});

it('R6: lets customers reserve, people decide on messages and release holds, and the bot neither', async () => {
  const { id: reservationId } = await reserve('order-2', 3_600_000);
  const held = await operator.placeHold({ body: { ...place, quantity: 1, reason: 'dispute' } });
  const { reason } = (await bot.listReplenishmentRequests()).items[0] ?? {};
  if (!reason) throw new Error('nothing was requested');
  const message = {
    ...({ kind: 'order', fact: 'order', requestId: null, promisedQuantity: null } as const),
    ...{ promisedOn: null, quantity: 5, neededOn: null, reason },
  };
  await bot.reportActionMessages({ params: place, body: { messages: [message] } });
  const [{ id: messageId } = { id: '' }] = (await bot.listActionMessages()).items;
  const bound = () =>
    database.ownerQuery(`SELECT (SELECT sum(reserved + hold) FROM inventory.levels),
      (SELECT array_agg(status) FROM inventory.action_messages)`);
  const before = await bound();
  const none = { ...place, reference: 'order-3', quantity: 1, expiresAt: '2199-01-01T00:00:00Z' };
  for (const refused of [
    () => bot.reserveStock({ body: none }),
    () => operator.reserveStock({ body: none }),
    () => bot.consumeReservation({ params: { id: reservationId }, body: {} }),
    () => bot.releaseReservation({ params: { id: reservationId } }),
    () => feed.placeHold({ body: { ...place, quantity: 1, reason: 'quality' } }),
    () => feed.releaseHold({ params: { id: held.id } }),
    () => bot.dismissActionMessage({ params: { id: messageId } }),
    () => bot.assignActionMessage({ params: { id: messageId }, body: { assignee: 'operator' } }),
  ]) {
    await expect(refused()).rejects.toMatchObject({ code: 'insufficient_scope' });
  }
  await expect(bot.releaseHold({ params: { id: held.id } })).rejects.toMatchObject({
    code: 'condition_failed',
  });
  expect(await bound()).toEqual(before);

  await operator.assignActionMessage({ params: { id: messageId }, body: { assignee: 'operator' } });
  expect(await operator.dismissActionMessage({ params: { id: messageId } })).toMatchObject({
    status: 'dismissed',
    assignee: 'operator',
    dismissedBy: 'operator',
  });
  expect(await operator.releaseHold({ params: { id: held.id } })).toMatchObject({ releasedBy: 'operator' });
  expect(await feed.releaseReservation({ params: { id: reservationId } })).toMatchObject({
    status: 'released',
  });
});
