import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { GetReorderPolicy } from './get-reorder-policy.js';
import { ListReorderPolicies } from './list-reorder-policies.js';
import { PutReorderPolicy } from './put-reorder-policy.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(0);
});
afterAll(() => inventory.close());

const body = { serviceLevel: 0.99, leadTimeDays: 60, leadTimeDeviationDays: 20, unitsPerPack: 30 };
const put = (version: number, params = place) =>
  inventory.as('InventoryManager', new PutReorderPolicy(), { params, body, version });

describe('a reorder policy', () => {
  it('is changed by who has read it', async () => {
    expect(await put(1)).toEqual({ ...place, ...body, version: 2 });
    expect(await inventory.as('Operator', new GetReorderPolicy(), { params: place })).toMatchObject({
      version: 2,
    });
    const { items } = await inventory.as('Operator', new ListReorderPolicies(), { query: { limit: 10 } });
    expect(items).toEqual([{ ...place, ...body, version: 2 }]);
  });

  it('is not changed by who has read an older one, and there is none to make', async () => {
    await put(1);
    const before = await inventory.everything();
    await expect(put(1)).rejects.toMatchObject({ code: 'version_stale', status: 412 });
    await expect(put(1, { sku: 'nothing', location: 'ACCRA' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await inventory.everything()).toEqual(before);
  });

  it('is changed by one of those who try at once', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => put(1)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
