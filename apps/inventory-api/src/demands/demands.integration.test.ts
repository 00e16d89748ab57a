import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CloseBusinessDay } from '../business-days/close-business-day.js';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { AnnounceDemand } from './announce-demand.js';
import { IssueDemand } from './issue-demand.js';
import { ListDemandHistory } from './list-demand-history.js';
import { ListDemands } from './list-demands.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(() => inventory.reset());
afterAll(() => inventory.close());

const need = {
  ...place,
  reference: 'order-1',
  quantity: 30,
  announcedOn: '2012-01-01',
  neededOn: '2012-03-01',
};
const announce = (change: Partial<typeof need> = {}) =>
  inventory.as('DemandFeed', new AnnounceDemand(), { body: { ...need, ...change } });
const issue = (id: string, issuedOn = '2012-03-01') =>
  inventory.as('DemandFeed', new IssueDemand(), { params: { id }, body: { issuedOn } });

describe('announcing a need', () => {
  it('opens item, level and policy of what was never stocked', async () => {
    expect(await announce()).toMatchObject({ ...need, status: 'open', issuedQuantity: 0, issuedOn: null });
    const opened = await inventory.test.ownerQuery(
      `SELECT on_hand, p.units_per_pack FROM inventory.levels JOIN inventory.reorder_policies p USING (sku, location)`,
    );
    expect(opened).toEqual([{ on_hand: '0', units_per_pack: 1 }]);
  });

  it('takes the pack of an item that is known', async () => {
    await inventory.stock(0);
    await announce({ location: 'NAIROBI' });
    const packs = await inventory.test.ownerQuery('SELECT units_per_pack FROM inventory.reorder_policies');
    expect(packs).toEqual([{ units_per_pack: 10 }, { units_per_pack: 10 }]);
  });

  it('answers with the need as it stands when it is announced again', async () => {
    await inventory.stock(100);
    const { id } = await announce();
    expect(await announce()).toMatchObject({ id, status: 'open' });
    const issued = await issue(id);
    expect(await announce()).toEqual(issued);
  });

  it('is of the business day at hand where it names none, and the same when it is announced again later', async () => {
    const { announcedOn: _none, ...undated } = need;
    const say = () => inventory.as('DemandFeed', new AnnounceDemand(), { body: undated });
    await inventory.as('DemandFeed', new CloseBusinessDay(), { body: { date: '2012-01-31' } });
    const announced = await say();
    expect(announced.announcedOn).toBe('2012-02-01');
    await inventory.as('DemandFeed', new CloseBusinessDay(), { body: { date: '2012-02-01' } });
    expect(await say()).toEqual(announced);
    const issued = await inventory.as('DemandFeed', new IssueDemand(), {
      params: { id: announced.id },
      body: {},
    });
    expect(issued.issuedOn).toBe('2012-02-02');
  });

  it('refuses a reference that was used for another need, and changes nothing', async () => {
    await announce();
    const before = await inventory.everything();
    await expect(announce({ quantity: 31 })).rejects.toMatchObject({ code: 'already_exists', status: 409 });
    await expect(announce({ sku: 'another' })).rejects.toMatchObject({ code: 'already_exists' });
    expect(await inventory.everything()).toEqual(before);
  });

  it('keeps one need, however many announce it at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => announce()));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  });
});

describe('issuing', () => {
  it('issues what there is, loses the rest, and tells the bot', async () => {
    await inventory.stock(20);
    const { id } = await announce();
    expect(await issue(id)).toMatchObject({ status: 'short', issuedQuantity: 20, issuedOn: '2012-03-01' });
    expect(await inventory.jobs()).toEqual([
      {
        name: 'level.changed',
        key: 'level-item-1-ACCRA-2012-03-01',
        data: expect.objectContaining({ payload: { ...place, businessDate: '2012-03-01' } }),
      },
    ]);
  });

  it('moves nothing where there is nothing', async () => {
    const { id } = await announce();
    expect(await issue(id)).toMatchObject({ status: 'short', issuedQuantity: 0 });
    expect(await inventory.test.ownerQuery('SELECT FROM inventory.movements')).toEqual([]);
  });

  it('refuses a second issue and an unknown need, and changes nothing', async () => {
    await inventory.stock(20);
    const { id } = await announce();
    await issue(id);
    const before = await inventory.everything();
    await expect(issue(id, '2012-03-02')).rejects.toMatchObject({
      code: 'conflict',
      detail: 'order-1 was issued on 2012-03-01 already; a need is issued once.',
    });
    await expect(issue(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    expect(await inventory.everything()).toEqual(before);
  });
});

describe('the list of needs', () => {
  it('goes by the day of need, under every filter', async () => {
    await inventory.stock(1000);
    const days = ['2012-05-01', '2012-03-01', '2012-04-01', '2012-03-01'];
    for (const [index, neededOn] of days.entries()) await announce({ reference: `r-${index}`, neededOn });
    const { id } = await announce({ reference: 'issued', neededOn: '2012-02-01' });
    await issue(id);
    const read = async (filter: { sku?: string; location?: string; status?: 'open' | 'issued' }) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { ...filter, limit: 2, ...(cursor === undefined ? {} : { cursor }) };
        const page = await inventory.as('InventoryManager', new ListDemands(), { query });
        seen.push(...page.items.map(({ neededOn }) => neededOn));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return seen;
    };
    const open = ['2012-03-01', '2012-03-01', '2012-04-01', '2012-05-01'];
    expect(await read({ ...place, status: 'open' })).toEqual(open);
    expect(await read({ status: 'open' })).toEqual(open);
    expect(await read({ sku: place.sku })).toEqual(['2012-02-01', ...open]);
    expect(await read({ location: 'NAIROBI' })).toEqual([]);
    expect(await read({ status: 'issued' })).toEqual(['2012-02-01']);
  });
});

describe('the history of demand', () => {
  const history = async (until: string) => {
    const query = { ...place, until, limit: 50 };
    return (await inventory.as('InventoryManager', new ListDemandHistory(), { query })).items;
  };
  const demandOn = async (issuedOn: string, quantity: number, announcedOn = issuedOn) => {
    const { id } = await announce({ reference: randomUUID(), quantity, announcedOn, neededOn: issuedOn });
    await issue(id, issuedOn);
  };

  it('sums up what was needed, met or not, in the last 24 months and the running one, and by month', async () => {
    await demandOn('2010-02-28', 500);
    await demandOn('2010-03-05', 10, '2010-02-23');
    await demandOn('2012-03-10', 30, '2012-02-19');
    await demandOn('2012-03-11', 20);
    expect(await history('2012-03-15')).toEqual([
      {
        ...place,
        from: '2010-03-01',
        to: '2012-03-15',
        demands: 3,
        quantity: 60,
        squaredQuantity: 1400,
        // (10 x 10 + 30 x 20 + 20 x 0) / 60
        noticeDays: expect.closeTo(700 / 60, 9),
        monthly: [10, ...new Array(23).fill(0), 50],
      },
    ]);
  });

  it('begins with the first month of a place that is new', async () => {
    await demandOn('2012-02-20', 10);
    expect((await history('2012-03-15'))[0]).toMatchObject({
      from: '2012-02-01',
      quantity: 10,
      monthly: [10, 0],
    });
  });

  it('tells of a place without any demand too', async () => {
    await inventory.stock(5);
    expect(await history('2012-03-15')).toEqual([
      {
        ...place,
        from: '2010-03-01',
        to: '2012-03-15',
        demands: 0,
        quantity: 0,
        squaredQuantity: 0,
        noticeDays: 0,
        monthly: new Array(25).fill(0),
      },
    ]);
  });
});
