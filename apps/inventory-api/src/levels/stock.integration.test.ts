import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordAdjustment } from '../adjustments/record-adjustment.js';
import { AnnounceDemand } from '../demands/announce-demand.js';
import { IssueDemand } from '../demands/issue-demand.js';
import { ListMovements } from '../movements/list-movements.js';
import { RecordReceipt } from '../receipts/record-receipt.js';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { GetLevel, readLevel } from './get-level.js';
import { ListLevels } from './list-levels.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(() => inventory.reset());
afterAll(() => inventory.close());

const adjust = (delta: number, at = place) =>
  inventory.as('InventoryManager', new RecordAdjustment(), { body: { ...at, delta, reason: 'cycle_count' } });
const onHand = async () => (await inventory.as('InventoryManager', new GetLevel(), { params: place })).onHand;
const announce = (reference: string, quantity: number) => {
  const body = { ...place, reference, quantity, announcedOn: '2012-01-01', neededOn: '2012-03-01' };
  return inventory.as('DemandFeed', new AnnounceDemand(), { body });
};
const issue = (id: string) =>
  inventory.as('DemandFeed', new IssueDemand(), { params: { id }, body: { issuedOn: '2012-03-01' } });
const receive = (quantity: number, asnLineId: string = randomUUID()) => {
  const body = { ...place, asnLineId, requestId: null, quantity, receivedOn: '2012-02-01' };
  return inventory.as('InventoryManager', new RecordReceipt(inventory.test.policy), { body });
};

describe('stock', () => {
  it('moves with a movement that tells why and by whom', async () => {
    await inventory.stock(40);
    const { id, level } = await adjust(-15);
    expect(level).toEqual({ ...place, onHand: 25, reserved: 0, hold: 0, available: 25, version: 2 });
    const { items } = await inventory.as('Operator', new ListMovements(), { query: { ...place, limit: 50 } });
    expect(items[1]).toEqual({
      ...place,
      id,
      delta: -15,
      kind: 'adjustment',
      reason: 'cycle_count',
      reference: null,
      occurredOn: null,
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      agent: 'test_InventoryManager',
    });
  });

  it('R22: refuses to take more than there is, and changes nothing', async () => {
    await inventory.stock(40);
    const before = await inventory.everything();
    await expect(adjust(-41)).rejects.toMatchObject({
      code: 'insufficient_stock',
      detail: '40 of item-1 are available at ACCRA; 41 cannot be taken.',
    });
    await expect(adjust(5, { sku: 'nothing', location: 'ACCRA' })).rejects.toMatchObject({
      code: 'not_found',
      detail: 'There is no stock of nothing at ACCRA.',
    });
    expect(await inventory.everything()).toEqual(before);
  });

  it('does not sell what is reserved or held', async () => {
    await inventory.stock(40);
    await inventory.test.ownerQuery('UPDATE inventory.levels SET reserved = 20, hold = 15');
    await expect(adjust(-6)).rejects.toMatchObject({ code: 'insufficient_stock' });
    expect((await issue((await announce('r', 10)).id)).issuedQuantity).toBe(5);
  });

  it('sells exactly 100 of 100 to 200 buyers at once', async () => {
    await inventory.stock(100);
    const needs = await Promise.all(Array.from({ length: 200 }, (_, index) => announce(`order-${index}`, 1)));
    const issued = await Promise.all(needs.map(({ id }) => issue(id)));
    expect(issued.filter(({ status }) => status === 'issued')).toHaveLength(100);
    expect(issued.filter(({ status }) => status === 'short')).toHaveLength(100);
    expect(await onHand()).toBe(0);
    expect(await inventory.driftedPlaces()).toEqual([]);
  });

  it('issues one need once, however many ask at once', async () => {
    await inventory.stock(100);
    const { id } = await announce('order', 10);
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => issue(id)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await onHand()).toBe(90);
  });

  it('books one ship notice line once, however often it is told', async () => {
    await inventory.stock(0);
    const line = randomUUID();
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => receive(30, line)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = attempts.filter((one) => one.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).toEqual(Array(19).fill('already_exists'));
    expect(await onHand()).toBe(30);
  });

  it('is never negative and always the sum of its movements, whatever happens at once', async () => {
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('adjust' as const),
        amount: fc.integer({ min: -80, max: 80 }).filter(Boolean),
      }),
      fc.record({ kind: fc.constant('need' as const), amount: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ kind: fc.constant('receive' as const), amount: fc.integer({ min: 1, max: 60 }) }),
    );
    const perform = async ({ kind, amount }: { kind: 'adjust' | 'need' | 'receive'; amount: number }) => {
      if (kind === 'adjust') await adjust(amount);
      else if (kind === 'receive') await receive(amount);
      else await issue((await announce(randomUUID(), amount)).id);
    };
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 100 }), fc.array(act, { maxLength: 30 }), async (opening, acts) => {
        await inventory.reset();
        await inventory.stock(opening);
        const results = await Promise.allSettled(acts.map(perform));
        for (const result of results) {
          if (result.status === 'rejected')
            expect(result.reason).toMatchObject({ code: 'insufficient_stock' });
        }
        expect(await inventory.driftedPlaces()).toEqual([]);
        expect(await onHand()).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 15 },
    );
  });
});

describe('the database itself', () => {
  it.each([
    'UPDATE inventory.movements SET delta = 1',
    'DELETE FROM inventory.movements',
    'TRUNCATE inventory.movements',
  ])('refuses %s, even to the owner', async (sql) => {
    await inventory.stock(40);
    await expect(inventory.test.ownerQuery(sql)).rejects.toThrow('append-only');
  });

  it('R22: lets an order agent see nothing of stock', async () => {
    await inventory.stock(40);
    const attempt = inventory.work('OrderAgent', (unit) => readLevel(unit, place));
    await expect(attempt).rejects.toThrow(/permission denied/);
  });

  it('refuses stock below zero, whatever the code says', async () => {
    await inventory.stock(40);
    await expect(inventory.test.ownerQuery('UPDATE inventory.levels SET on_hand = -1')).rejects.toThrow(
      /check/,
    );
    await expect(inventory.test.ownerQuery('UPDATE inventory.levels SET hold = 41')).rejects.toThrow(/check/);
  });
});

describe('lists', () => {
  it('go on where the page before ended, under every filter', async () => {
    const skus = Array.from({ length: 7 }, (_, index) => `item-${index}`);
    for (const sku of skus) {
      for (const location of ['ACCRA', 'NAIROBI']) await inventory.stock(10, { sku, location });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { location: 'NAIROBI', limit: 3, ...(cursor === undefined ? {} : { cursor }) };
      const page = await inventory.as('InventoryManager', new ListLevels(), { query });
      seen.push(...page.items.map(({ sku }) => sku));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(skus);
  });

  it.each([
    'garbage',
    Buffer.from('["x"]').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
  ])('refuse the cursor %s', async (cursor) => {
    const list = inventory.as('InventoryManager', new ListLevels(), { query: { limit: 3, cursor } });
    await expect(list).rejects.toMatchObject({ code: 'invalid_request', status: 400 });
  });
});
