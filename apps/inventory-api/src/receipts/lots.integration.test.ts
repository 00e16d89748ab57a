import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { ListReceipts } from './list-receipts.js';
import { RecordReceipt } from './record-receipt.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(0);
  await inventory.stock(0, { ...place, location: 'NAIROBI' });
});
afterAll(() => inventory.close());

const receive = (location: string, lot?: { number: string; expiresOn: string | null }) =>
  inventory.as('InventoryManager', new RecordReceipt(inventory.test.policy), {
    body: {
      ...place,
      location,
      asnLineId: randomUUID(),
      requestId: null,
      quantity: 10,
      receivedOn: '2012-05-02',
      lot,
    },
  });
const list = async (filters: { lot?: string; sku?: string; location?: string }) =>
  (await inventory.as('Operator', new ListReceipts(), { query: { limit: 10, ...filters } })).items;

describe('the receipts of a lot', () => {
  it('are found by its number, with the ship notice lines that brought them', async () => {
    const recalled = { number: 'AB-2291', expiresOn: '2014-06-30' };
    const here = await receive('ACCRA', recalled);
    const there = await receive('NAIROBI', { ...recalled, expiresOn: null });
    await receive('ACCRA', { number: 'AB-2292', expiresOn: null });
    const without = await receive('ACCRA');
    expect(here.lot).toEqual(recalled);
    expect(without.lot).toBeNull();
    expect(await list({ lot: 'AB-2291' })).toEqual([here, there]);
    expect(await list({ lot: 'AB-2291', location: 'NAIROBI' })).toEqual([there]);
    expect(await list({ sku: place.sku, location: 'ACCRA' })).toHaveLength(3);
    expect(await list({ lot: 'AB' })).toEqual([]);
  });
});
