import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordAdjustment } from '../adjustments/record-adjustment.js';
import { CloseBusinessDay } from '../business-days/close-business-day.js';
import { ListMovements } from '../movements/list-movements.js';
import { RecordReceipt } from '../receipts/record-receipt.js';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { ListCycleCounts } from './list-cycle-counts.js';
import { RecordCorrection } from './record-correction.js';
import { RecordCycleCount } from './record-cycle-count.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(100);
  await closeDay('2012-03-01');
});
afterAll(() => inventory.close());

const closeDay = (date: string) => inventory.as('DemandFeed', new CloseBusinessDay(), { body: { date } });
const count = (
  counted: number,
  countedOn?: string,
  role: 'InventoryManager' | 'Operator' = 'InventoryManager',
) =>
  inventory.as(role, new RecordCycleCount(inventory.test.policy), {
    body: { ...place, counted, countedOn },
  });
const correct = (delta: number, occurredOn: string, movementId: string | null = null) =>
  inventory.as('InventoryManager', new RecordCorrection(), {
    body: { ...place, delta, occurredOn, movementId, reason: 'correction' },
  });
const adjust = (delta: number) =>
  inventory.as('InventoryManager', new RecordAdjustment(), { body: { ...place, delta, reason: 'damage' } });
const receive = (quantity: number, receivedOn: string) =>
  inventory.as('InventoryManager', new RecordReceipt(inventory.test.policy), {
    body: { ...place, asnLineId: randomUUID(), requestId: null, quantity, receivedOn },
  });
const movements = async () =>
  (await inventory.as('Operator', new ListMovements(), { query: { limit: 50 } })).items;
const refusedUnchanged = async (attempt: () => Promise<unknown>, refusal: object) => {
  const before = await inventory.everything();
  await expect(attempt()).rejects.toMatchObject(refusal);
  expect(await inventory.everything()).toEqual(before);
};

describe('a cycle count', () => {
  it('books its difference from the movements so far, and is kept', async () => {
    const counted = await count(93);
    expect(counted).toMatchObject({
      ...{ counted: 93, expected: 100, difference: -7, countedOn: '2012-03-02' },
      level: { onHand: 93 },
    });
    expect((await movements()).at(-1)).toMatchObject({
      ...{ kind: 'count', delta: -7, reason: 'difference', reference: counted.id, occurredOn: '2012-03-02' },
    });
    const { items } = await inventory.as('Operator', new ListCycleCounts(), {
      query: { limit: 10, ...place },
    });
    const { level: _level, ...kept } = counted;
    expect(items).toEqual([kept]);
    expect((await inventory.jobs()).at(-1)).toMatchObject({ name: 'level.changed' });
    expect(await inventory.driftedPlaces()).toEqual([]);
  });

  it('that agrees with the books moves nothing', async () => {
    const { level } = await count(100);
    expect(level).toMatchObject({ onHand: 100, version: 1 });
    expect(await movements()).toHaveLength(1);
  });

  it('of a past day leaves what happened since on top of it', async () => {
    await closeDay('2012-03-02');
    await adjust(-5);
    await receive(30, '2012-03-03');
    expect(await count(98, '2012-03-01')).toMatchObject({ expected: 100, level: { onHand: 123 } });
  });

  it('of a day before another count changes the history, and not the stock', async () => {
    await closeDay('2012-03-02');
    await count(90);
    expect(await count(70, '2012-03-01')).toMatchObject({ difference: -30, level: { onHand: 90 } });
    expect((await movements()).map(({ delta }) => delta)).toEqual([100, -10, -30, 30]);
  });

  it('R11: far off the books is for a person to record', async () => {
    const refusal = { code: 'condition_failed', errors: [{ pointer: '/body/counted' }] };
    await refusedUnchanged(() => count(100_101), refusal);
    await expect(count(100_101, undefined, 'Operator')).resolves.toMatchObject({ difference: 100_001 });
  });

  it('is refused below what is reserved or held, for days to come and for unknown places', async () => {
    await inventory.test.ownerQuery('UPDATE inventory.levels SET reserved = 30, hold = 10');
    await refusedUnchanged(() => count(39), { code: 'insufficient_stock' });
    await refusedUnchanged(() => count(39, '2012-03-03'), { code: 'conflict' });
    const elsewhere = { body: { sku: 'nothing', location: 'ACCRA', counted: 1 } };
    await refusedUnchanged(
      () => inventory.as('Operator', new RecordCycleCount(inventory.test.policy), elsewhere),
      { code: 'not_found' },
    );
    await expect(count(40)).resolves.toMatchObject({ level: { onHand: 40, available: 0 } });
  });

  it('beside others and adjustments at once stands with what came after it', async () => {
    await Promise.all([count(60), count(60), ...Array.from({ length: 8 }, () => adjust(-1)), count(60)]);
    expect(await inventory.driftedPlaces()).toEqual([]);
    const made = await movements();
    const last = made.findLastIndex(({ kind }) => kind === 'count');
    const after = made.slice(last + 1).reduce((sum, { delta }) => sum + delta, 0);
    const [level] = await inventory.test.ownerQuery<{ onHand: number }>(
      'SELECT on_hand::int AS "onHand" FROM inventory.levels',
    );
    expect(level).toEqual({ onHand: 60 + after });
  });
});

describe('a correction of a past event', () => {
  it('changes the stock where nothing was counted since, and names what it corrects', async () => {
    const [opening] = await movements();
    const corrected = await correct(-20, '2012-02-10', opening?.id);
    expect(corrected).toMatchObject({ countId: null, level: { onHand: 80 } });
    expect((await movements()).at(-1)).toMatchObject({
      ...{ id: corrected.id, kind: 'correction', occurredOn: '2012-02-10', reference: opening?.id },
    });
    expect((await inventory.jobs()).at(-1)).toMatchObject({ name: 'level.changed' });
  });

  it('is kept and does not overwrite a later count, which takes it back', async () => {
    const { id: countId } = await count(93);
    const corrected = await correct(500, '2012-02-10');
    expect(corrected).toMatchObject({ countId, level: { onHand: 93 } });
    expect((await movements()).slice(2)).toMatchObject([
      { kind: 'correction', delta: 500, occurredOn: '2012-02-10' },
      { kind: 'count', delta: -500, reason: 'seen_by_count', reference: countId, occurredOn: '2012-03-02' },
    ]);
    expect(await inventory.driftedPlaces()).toEqual([]);
  });

  it('of the day of a count comes on top of it', async () => {
    await count(93);
    expect(await correct(-3, '2012-03-02')).toMatchObject({ countId: null, level: { onHand: 90 } });
  });

  it('is refused beyond the stock, for days to come, and for what was never booked there', async () => {
    await refusedUnchanged(() => correct(-101, '2012-02-10'), { code: 'insufficient_stock' });
    await refusedUnchanged(() => correct(-1, '2012-03-03'), { code: 'conflict' });
    await refusedUnchanged(() => correct(-1, '2012-02-10', randomUUID()), { code: 'not_found' });
  });
});

describe('goods that are booked late', () => {
  it('were counted before they were booked: they are not added again', async () => {
    await closeDay('2012-03-02');
    await count(130);
    await receive(30, '2012-03-01');
    const [level] = await inventory.test.ownerQuery('SELECT on_hand::int FROM inventory.levels');
    expect(level).toEqual({ on_hand: 130 });
    expect(await inventory.driftedPlaces()).toEqual([]);
  });

  it('one after the other or at once are all booked', async () => {
    await Promise.all(Array.from({ length: 10 }, () => receive(1, '2012-03-01')));
    expect(await inventory.driftedPlaces()).toEqual([]);
    expect(await movements()).toHaveLength(11);
  });
});
