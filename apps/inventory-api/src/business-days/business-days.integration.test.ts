import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordAdjustment } from '../adjustments/record-adjustment.js';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { CloseBusinessDay } from './close-business-day.js';
import { GetLatestBusinessDay } from './get-latest-business-day.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  for (const location of ['ACCRA', 'NAIROBI']) {
    for (const sku of ['item-1', 'item-2']) await inventory.stock(10, { sku, location });
  }
});
afterAll(() => inventory.close());

const close = (date: string) => inventory.as('DemandFeed', new CloseBusinessDay(), { body: { date } });
const latest = () => inventory.as('DemandFeed', new GetLatestBusinessDay(), {});
const keys = async () => (await inventory.jobs()).map(({ key }) => key);

describe('closing a business day', () => {
  it('asks for a sweep of every location, once', async () => {
    expect(await latest()).toEqual({ date: null });
    await Promise.all(Array.from({ length: 5 }, () => close('2012-03-01')));
    expect(await keys()).toEqual(['sweep-ACCRA-2012-03-01', 'sweep-NAIROBI-2012-03-01']);
    expect(await latest()).toEqual({ date: '2012-03-01' });
  });

  it('refuses a day before the latest, and changes nothing', async () => {
    await close('2012-03-02');
    const before = await inventory.everything();
    await expect(close('2012-03-01')).rejects.toMatchObject({ code: 'conflict', status: 409 });
    expect(await inventory.everything()).toEqual(before);
  });

  it('closes no day behind another, whichever come at once', async () => {
    const days = Array.from({ length: 9 }, (_, index) => `2012-04-0${index + 1}`);
    await Promise.allSettled(days.map(close));
    const closed = await inventory.test.ownerQuery(
      'SELECT date::text FROM inventory.business_days ORDER BY closed_at',
    );
    const dates = closed.map(({ date }) => date);
    expect(dates).toEqual(dates.toSorted());
    expect(dates.at(-1)).toBe('2012-04-09');
  });
});

describe('an adjustment', () => {
  const adjust = () =>
    inventory.as('InventoryManager', new RecordAdjustment(), {
      body: { ...place, delta: -1, reason: 'damage' },
    });

  it('is planned on the latest business day, and not before there is one', async () => {
    await adjust();
    expect(await keys()).toEqual([]);
    await close('2012-03-01');
    await adjust();
    expect((await keys()).at(-1)).toBe('level-item-1-ACCRA-2012-03-01');
  });
});
