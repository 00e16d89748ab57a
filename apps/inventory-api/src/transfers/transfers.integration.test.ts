import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CloseBusinessDay } from '../business-days/close-business-day.js';
import { RecordCycleCount } from '../counts/record-cycle-count.js';
import { RequestReplenishment } from '../replenishment/request-replenishment.js';
import { InventoryFixture } from '../test-support/inventory-fixture.js';
import { DispatchTransfer } from './dispatch-transfer.js';
import { ListTransferLanes } from './list-transfer-lanes.js';
import { ListTransfers } from './list-transfers.js';
import { PutTransferLane } from './put-transfer-lane.js';
import { ReceiveTransfer } from './receive-transfer.js';

const sku = 'item-1';
const from = 'NAIROBI';
const to = 'ACCRA';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(100, { sku, location: from });
  await inventory.stock(0, { sku, location: to });
  await closeDay('2012-03-01');
  await open({ from, to });
});
afterAll(() => inventory.close());

const closeDay = (date: string) => inventory.as('DemandFeed', new CloseBusinessDay(), { body: { date } });
const open = (params: { from: string; to: string }, body = { transitDays: 6, open: true }) =>
  inventory.as('Operator', new PutTransferLane(), { params, body });
const dispatch = ({
  way = { from, to },
  quantity = 40,
  keep = 0,
  dispatchedOn = '2012-03-01',
  ...asked
}: {
  way?: { from: string; to: string };
  quantity?: number;
  keep?: number;
  onOrder?: number;
  dispatchedOn?: string;
  sku?: string;
} = {}) =>
  inventory.as('InventoryManager', new DispatchTransfer(), {
    body: { sku, ...way, quantity, keep, dispatchedOn, ...asked },
  });
const receive = (id: string, receivedOn = '2012-03-07') =>
  inventory.as('InventoryManager', new ReceiveTransfer(), { params: { id }, body: { receivedOn } });
const onHand = async () =>
  Object.fromEntries(
    (
      await inventory.test.ownerQuery<{ location: string; held: number }>(
        'SELECT location, on_hand::int AS held FROM inventory.levels ORDER BY location',
      )
    ).map(({ location, held }) => [location, held]),
  );
const jobsNamed = async (name: string) => (await inventory.jobs()).filter((job) => job.name === name);
const refusedUnchanged = async (attempt: () => Promise<unknown>, refusal: object) => {
  const before = await inventory.everything();
  await expect(attempt()).rejects.toMatchObject(refusal);
  expect(await inventory.everything()).toEqual(before);
};

describe('a transfer', () => {
  it('leaves the one location, is on hand at neither, and comes to the other', async () => {
    const sent = await dispatch();
    expect(sent).toMatchObject({
      ...{ sku, from, to, quantity: 40, status: 'in_transit' },
      ...{ dispatchedOn: '2012-03-01', expectedOn: '2012-03-07', receivedOn: null },
    });
    expect(await onHand()).toEqual({ ACCRA: 0, NAIROBI: 60 });
    const query = { limit: 10, to, status: 'in_transit' as const };
    expect((await inventory.as('Operator', new ListTransfers(), { query })).items).toEqual([sent]);

    const received = await receive(sent.id);
    expect(received).toEqual({ ...sent, status: 'received', receivedOn: '2012-03-07' });
    expect(await onHand()).toEqual({ ACCRA: 40, NAIROBI: 60 });
    expect(await inventory.driftedPlaces()).toEqual([]);
    expect((await jobsNamed('level.changed')).map(({ key }) => key)).toEqual([
      'level-item-1-NAIROBI-2012-03-01',
      'level-item-1-ACCRA-2012-03-07',
    ]);
  });

  it('is received once, whoever tries, and not before it left', async () => {
    const { id } = await dispatch();
    await refusedUnchanged(() => receive(id, '2012-02-29'), { code: 'conflict' });
    const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => receive(id)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await refusedUnchanged(() => receive(id), { code: 'already_exists' });
    await refusedUnchanged(() => receive(randomUUID()), { code: 'not_found' });
    expect(await onHand()).toEqual({ ACCRA: 40, NAIROBI: 60 });
  });

  it('takes only what is available, and leaves what is to stay', async () => {
    await inventory.test.ownerQuery(
      `UPDATE inventory.levels SET reserved = 20, hold = 10 WHERE location = 'NAIROBI'`,
    );
    await refusedUnchanged(() => dispatch({ quantity: 71 }), { code: 'insufficient_stock' });
    await refusedUnchanged(() => dispatch({ quantity: 21, keep: 50 }), {
      code: 'insufficient_stock',
      detail: '70 of item-1 are available at NAIROBI, of which 50 are to stay: send at most 20.',
    });
    await expect(dispatch({ quantity: 20, keep: 50 })).resolves.toMatchObject({ quantity: 20 });
  });

  it('in parts at once never takes more than there is, in whatever direction', async () => {
    await open({ from: to, to: from });
    await inventory.test.ownerQuery(`UPDATE inventory.levels SET on_hand = 100 WHERE location = 'ACCRA'`);
    const attempts = await Promise.allSettled(
      Array.from({ length: 24 }, (_, n) =>
        dispatch({ quantity: 10, way: n % 2 ? { from, to } : { from: to, to: from } }),
      ),
    );
    const refusals = attempts.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refusals).toEqual(Array(4).fill('insufficient_stock'));
    expect(await onHand()).toEqual({ ACCRA: 0, NAIROBI: 0 });
  });

  it('is refused without an open lane, between unknown places and for days to come', async () => {
    await refusedUnchanged(() => dispatch({ way: { from: to, to: from } }), { code: 'insufficient_stock' });
    await inventory.stock(50, { sku: 'item-2', location: to });
    await inventory.stock(50, { sku: 'item-2', location: from });
    await refusedUnchanged(() => dispatch({ sku: 'item-2', way: { from: to, to: from } }), {
      code: 'conflict',
    });
    await refusedUnchanged(() => dispatch({ sku: 'item-3' }), { code: 'not_found' });
    await refusedUnchanged(() => dispatch({ dispatchedOn: '2012-03-03' }), { code: 'conflict' });
    await open({ from, to }, { transitDays: 6, open: false });
    await refusedUnchanged(() => dispatch(), { code: 'conflict' });
  });

  it('is not dispatched for a day that a count has seen', async () => {
    await inventory.as('InventoryManager', new RecordCycleCount(inventory.test.policy), {
      body: { sku, location: from, counted: 90 },
    });
    await refusedUnchanged(() => dispatch({ dispatchedOn: '2012-03-01' }), { code: 'conflict' });
    await expect(dispatch({ dispatchedOn: '2012-03-02' })).resolves.toMatchObject({ quantity: 40 });
  });

  it('that a count has seen at its end is received without being added again', async () => {
    const { id } = await dispatch();
    await closeDay('2012-03-08');
    await inventory.as('InventoryManager', new RecordCycleCount(inventory.test.policy), {
      body: { sku, location: to, counted: 40, countedOn: '2012-03-08' },
    });
    await receive(id);
    expect(await onHand()).toEqual({ ACCRA: 40, NAIROBI: 60 });
    expect(await inventory.driftedPlaces()).toEqual([]);
  });
});

describe('two that decide on the same need', () => {
  const reason = {
    ...{ onHand: 0, onOrder: 0, announcedDemand: 40, forecastPerDay: 0, leadTimeDays: 60, horizonDays: 90 },
    ...{ reorderPoint: 40, stockOutOn: null },
  };
  const request = (onOrder: number) =>
    inventory.as('InventoryManager', new RequestReplenishment(), {
      body: {
        ...{ sku, location: to, quantity: 40, requestedOn: '2012-03-01', neededOn: '2012-04-01' },
        reason: { ...reason, onOrder },
      },
    });

  it('send goods once, by what each saw on its way', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 5 }, () => dispatch({ quantity: 10, onOrder: 0 })),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await refusedUnchanged(() => dispatch({ quantity: 10, onOrder: 9 }), { code: 'conflict' });
    await expect(dispatch({ quantity: 10, onOrder: 10 })).resolves.toMatchObject({ quantity: 10 });
  });

  it('do not buy what is on its way, or send what is bought', async () => {
    await dispatch({ quantity: 10 });
    await refusedUnchanged(() => request(9), { code: 'conflict' });
    await request(10);
    await refusedUnchanged(() => dispatch({ quantity: 10, onOrder: 10 }), { code: 'conflict' });
  });

  it('of whom one sends and one buys at the same moment: one does', async () => {
    const attempts = await Promise.allSettled([
      dispatch({ onOrder: 0 }),
      request(0),
      dispatch({ onOrder: 0 }),
      request(0),
    ]);
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('a business day that is closed', () => {
  it('tells inventory_bot of the transfers due, every day until they are booked', async () => {
    const { id } = await dispatch();
    const later = await dispatch({ quantity: 1, dispatchedOn: '2012-03-02' });
    await closeDay('2012-03-06');
    expect(await jobsNamed('transfer.due')).toEqual([]);
    await closeDay('2012-03-07');
    await closeDay('2012-03-08');
    await receive(id, '2012-03-08');
    await closeDay('2012-03-09');
    expect((await jobsNamed('transfer.due')).map(({ key }) => key)).toEqual([
      `transfer-${id}-2012-03-07`,
      `transfer-${id}-2012-03-08`,
      `transfer-${later.id}-2012-03-08`,
      `transfer-${later.id}-2012-03-09`,
    ]);
  });
});

describe('a lane', () => {
  const lanes = async (query: { from?: string; to?: string }) =>
    (await inventory.as('InventoryManager', new ListTransferLanes(), { query: { limit: 10, ...query } }))
      .items;

  it('is opened, changed and closed', async () => {
    expect(await lanes({ to })).toEqual([{ from, to, transitDays: 6, open: true }]);
    await open({ from, to }, { transitDays: 3, open: false });
    expect(await lanes({ from })).toEqual([{ from, to, transitDays: 3, open: false }]);
    expect(await lanes({ from: to })).toEqual([]);
  });

  it('leads from one place that holds stock to another', async () => {
    await refusedUnchanged(() => open({ from, to: from }), { code: 'conflict' });
    await refusedUnchanged(() => open({ from, to: 'NOWHERE' }), { code: 'not_found' });
  });
});
