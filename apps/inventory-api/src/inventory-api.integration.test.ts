import { type Client, createClient, listAll } from '@stockade/clients';
import { inventory } from '@stockade/contracts';
import { type RunningService, startService } from '@stockade/service';
import { serviceEnvironment, type TestDatabase, testDatabase } from '@stockade/testing';
import { LoopbackIssuer } from '@stockade/testing/issuer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inventoryApi } from './inventory-api.js';

let database: TestDatabase;
let issuer: LoopbackIssuer;
let service: RunningService;
let feed: Client<typeof inventory>;
let bot: Client<typeof inventory>;

beforeAll(async () => {
  [database, issuer] = await Promise.all([testDatabase(), LoopbackIssuer.start()]);
  service = await startService(inventoryApi, serviceEnvironment(database, issuer.url));
  const as = (agent: string, role: string, scope: string) =>
    createClient(inventory, {
      baseUrl: service.url,
      token: () => issuer.token({ azp: agent, client_id: agent, roles: [role], scope }),
    });
  feed = as('demand_feed', 'DemandFeed', 'inventory:demand');
  bot = as('inventory_bot', 'InventoryManager', 'inventory:read inventory:write replenishment:read');
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
