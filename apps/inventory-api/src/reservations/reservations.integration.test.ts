import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordAdjustment } from '../adjustments/record-adjustment.js';
import { CloseBusinessDay } from '../business-days/close-business-day.js';
import { ListDemandHistory } from '../demands/list-demand-history.js';
import { GetLevel } from '../levels/get-level.js';
import { ListMovements } from '../movements/list-movements.js';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { ConsumeReservation } from './consume-reservation.js';
import { ExpireReservation } from './expire-reservation.js';
import { GetReservation } from './get-reservation.js';
import { ListReservations } from './list-reservations.js';
import { ReleaseReservation } from './release-reservation.js';
import { ReserveStock } from './reserve-stock.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(100);
});
afterAll(() => inventory.close());

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const order = { ...place, reference: 'order-1', quantity: 30, expiresAt: inHours(1) };
const reserve = (change: Partial<typeof order> = {}) =>
  inventory.as('DemandFeed', new ReserveStock(), { body: { ...order, ...change } });
const consume = (id: string) =>
  inventory.as('DemandFeed', new ConsumeReservation(), { params: { id }, body: { issuedOn: '2012-03-01' } });
const release = (id: string) => inventory.as('DemandFeed', new ReleaseReservation(), { params: { id } });
const expire = (reservationId: string) =>
  inventory.work('InventoryService', (unit) => new ExpireReservation().run({ reservationId }, unit));
const read = (id: string) => inventory.as('InventoryManager', new GetReservation(), { params: { id } });
const level = () => inventory.as('InventoryManager', new GetLevel(), { params: place });
const closeDay = () => inventory.as('DemandFeed', new CloseBusinessDay(), { body: { date: '2012-02-29' } });

describe('reserving', () => {
  it('keeps stock from all others, until the time that was said', async () => {
    const made = await reserve();
    expect(made).toMatchObject({ ...order, status: 'active', endedAt: null });
    expect(await level()).toMatchObject({ onHand: 100, reserved: 30, available: 70 });
    expect(await read(made.id)).toEqual(made);
    const take = { ...place, delta: -71, reason: 'damage' } as const;
    await expect(
      inventory.as('InventoryManager', new RecordAdjustment(), { body: take }),
    ).rejects.toMatchObject({
      code: 'insufficient_stock',
      detail: '70 of item-1 are available at ACCRA; 71 cannot be taken.',
    });
    const [delay] = await inventory.test.ownerQuery('SELECT name, key, delay_ms FROM queues.outbox');
    expect(delay).toMatchObject({ name: 'reservation.expires', key: `reservation-${made.id}` });
    expect(Number(delay?.delay_ms) / HOUR).toBeCloseTo(1, 1);
  });

  it('tells the bot of what is available, once there are business days', async () => {
    await closeDay();
    const { reservedOn } = await reserve();
    expect(reservedOn).toBe('2012-03-01');
    expect((await inventory.jobs()).map(({ key }) => key)).toContain('level-item-1-ACCRA-2012-02-29');
  });

  it('answers the same reference with the reservation as it stands', async () => {
    const { id } = await reserve();
    const again = await reserve({ expiresAt: inHours(5) });
    expect(again).toMatchObject({ id, status: 'active', expiresAt: order.expiresAt });
    await release(id);
    expect(await reserve({ expiresAt: inHours(-1) })).toMatchObject({ id, status: 'released' });
    expect(await level()).toMatchObject({ reserved: 0, available: 100 });
  });

  it.each([
    ['more than there is', { quantity: 101 }, 'insufficient_stock'],
    ['a place without stock', { location: 'NAIROBI' }, 'not_found'],
    ['a time that is past', { expiresAt: inHours(-1) }, 'validation_failed'],
    ['a time too far ahead', { expiresAt: inHours(31 * 24) }, 'validation_failed'],
  ])('refuses %s, and changes nothing', async (_, change, code) => {
    const before = await inventory.everything();
    await expect(reserve(change)).rejects.toMatchObject({ code });
    expect(await inventory.everything()).toEqual(before);
  });

  it('refuses a reference that has reserved other stock, and changes nothing', async () => {
    await reserve();
    const before = await inventory.everything();
    await expect(reserve({ quantity: 31 })).rejects.toMatchObject({ code: 'already_exists', status: 409 });
    expect(await inventory.everything()).toEqual(before);
  });

  it('R22: gives the last units to exactly as many as they are for, of 20 at once', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => reserve({ reference: `order-${index}` })),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refused = attempts.filter((one) => one.status === 'rejected').map(({ reason }) => reason.detail);
    expect(refused).toEqual(Array(17).fill('10 of item-1 are available at ACCRA; 30 cannot be taken.'));
    expect(await level()).toMatchObject({ onHand: 100, reserved: 90, available: 10 });
  });

  it('R20: reserves once for one reference, however many ask at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => reserve()));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await level()).toMatchObject({ reserved: 30 });
  });
});

describe('a reservation', () => {
  it('is consumed: reserved and on hand go down together, as demand of the day', async () => {
    await closeDay();
    const { id } = await reserve();
    const told = (await inventory.jobs()).length;
    expect(await consume(id)).toMatchObject({ id, status: 'consumed', endedAt: expect.any(String) });
    expect(await level()).toMatchObject({ onHand: 70, reserved: 0, available: 70 });
    const { items } = await inventory.as('Operator', new ListMovements(), { query: { limit: 10 } });
    expect(items.at(-1)).toMatchObject({
      delta: -30,
      kind: 'issue',
      reference: 'order-1',
      occurredOn: '2012-03-01',
    });
    const query = { ...place, until: '2012-03-31', limit: 10 };
    const histories = await inventory.as('InventoryManager', new ListDemandHistory(), { query });
    expect(histories.items).toMatchObject([{ demands: 1, quantity: 30 }]);
    expect(await inventory.jobs()).toHaveLength(told);
    expect(await inventory.driftedPlaces()).toEqual([]);
  });

  it.each([
    ['released', release],
    ['expired', expire],
  ] as const)('is %s: its stock is available again, and the bot is told', async (status, end) => {
    await closeDay();
    const { id } = await reserve();
    await inventory.test.ownerQuery('TRUNCATE queues.outbox');
    await end(id);
    expect(await read(id)).toMatchObject({ status });
    expect(await level()).toMatchObject({ onHand: 100, reserved: 0, available: 100 });
    expect((await inventory.jobs()).map(({ name }) => name)).toEqual(['level.changed']);
  });

  it.each([
    ['consumed', consume],
    ['released', release],
  ] as const)('that was %s ends no second time, and its deadline changes nothing', async (status, end) => {
    const { id } = await reserve();
    await end(id);
    const before = await inventory.everything();
    const detail = `The reservation order-1 is ${status} already; reserve anew under another reference.`;
    await expect(consume(id)).rejects.toMatchObject({ code: 'conflict', detail });
    await expect(release(id)).rejects.toMatchObject({ code: 'conflict', detail });
    await expire(id);
    expect(await inventory.everything()).toEqual(before);
  });

  it('ends once, however many end it at once, in whatever way', async () => {
    const { id } = await reserve();
    const ends = Array.from({ length: 21 }, (_, index) => [consume, release, expire][index % 3]?.(id));
    await Promise.allSettled(ends);
    const { status } = await read(id);
    const { reserved, onHand } = await level();
    expect({ reserved, onHand }).toEqual({ reserved: 0, onHand: status === 'consumed' ? 70 : 100 });
    expect(await inventory.driftedPlaces()).toEqual([]);
  });

  it('that is unknown is neither read nor ended', async () => {
    const unknown = randomUUID();
    for (const act of [read, consume, release]) {
      await expect(act(unknown)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

it('R8: the login of the bot can read reservations and make none, nor end one', async () => {
  const { id } = await reserve();
  const bot = await inventory.test.connectAs('inventory_manager');
  await expect(bot.query(`UPDATE inventory.reservations SET status = 'released'`)).rejects.toMatchObject({
    code: '42501',
  });
  expect((await bot.query('SELECT id FROM inventory.reservations')).rows).toEqual([{ id }]);
  await bot.end();
});

it('lists reservations under every filter', async () => {
  for (const reference of ['a', 'b', 'c']) await reserve({ reference, quantity: 1 });
  const { id } = await reserve({ reference: 'd', quantity: 1 });
  await release(id);
  const references = async (filter: { sku?: string; location?: string; status?: 'active' | 'released' }) => {
    const query = { ...filter, limit: 10 };
    const { items } = await inventory.as('Operator', new ListReservations(), { query });
    return items.map(({ reference }) => reference);
  };
  expect(await references({ ...place, status: 'active' })).toEqual(['a', 'b', 'c']);
  expect(await references({ status: 'released' })).toEqual(['d']);
  expect(await references({ location: 'NAIROBI' })).toEqual([]);
  expect(await references({ sku: place.sku })).toEqual(['a', 'b', 'c', 'd']);
});
