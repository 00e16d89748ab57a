import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CloseBusinessDay } from '../business-days/close-business-day.js';
import { GetLevel } from '../levels/get-level.js';
import { InventoryFixture, place } from '../test-support/inventory-fixture.js';
import { ListHolds } from './list-holds.js';
import { PlaceHold } from './place-hold.js';
import { ReleaseHold } from './release-hold.js';

let inventory: InventoryFixture;
beforeAll(async () => {
  inventory = await InventoryFixture.open();
});
beforeEach(async () => {
  await inventory.reset();
  await inventory.stock(100);
});
afterAll(() => inventory.close());

const roleOf = {
  inventory_bot: 'InventoryManager',
  operator: 'Operator',
  stranger: 'InventoryManager',
} as const;
type Caller = keyof typeof roleOf;

/** A unit of work of a caller that access.yaml knows, but for the stranger. */
const by = <T>(agent: Caller, work: Parameters<typeof inventory.database.unitOfWork<T>>[1]): Promise<T> => {
  const role = roleOf[agent];
  const token = { subject: agent, tokenId: 'token', expiresAt: 0, scopes: new Set<string>() };
  return inventory.database.unitOfWork({ ...token, agent, role, roles: [role], through: null }, work);
};
const input = { params: {}, query: {}, body: {}, version: undefined };
const put = (agent: Caller, quantity = 30, at = place) =>
  by(agent, (unit) =>
    new PlaceHold().handle({ ...input, body: { ...at, quantity, reason: 'quality' } }, unit),
  );
const release = (agent: Caller, id: string) =>
  by(agent, (unit) => new ReleaseHold(inventory.test.policy).handle({ ...input, params: { id } }, unit));
const level = () => inventory.as('Operator', new GetLevel(), { params: place });

describe('a hold', () => {
  it('keeps stock on hand and from everyone, until it is released, and tells the bot of both', async () => {
    await inventory.as('DemandFeed', new CloseBusinessDay(), { body: { date: '2012-02-29' } });
    const placed = await put('inventory_bot');
    expect(placed).toMatchObject({ ...place, quantity: 30, status: 'active', placedBy: 'inventory_bot' });
    expect(await level()).toMatchObject({ onHand: 100, hold: 30, available: 70 });
    expect((await inventory.jobs()).map(({ name }) => name)).toContain('level.changed');
    await inventory.test.ownerQuery('TRUNCATE queues.outbox');
    expect(await release('inventory_bot', placed.id)).toMatchObject({
      status: 'released',
      releasedBy: 'inventory_bot',
      releasedAt: expect.any(String),
    });
    expect(await level()).toMatchObject({ onHand: 100, hold: 0, available: 100 });
    expect((await inventory.jobs()).map(({ name }) => name)).toEqual(['level.changed']);
  });

  it('is refused beyond what is available, and changes nothing', async () => {
    const before = await inventory.everything();
    await expect(put('operator', 101)).rejects.toMatchObject({
      code: 'insufficient_stock',
      detail: '100 of item-1 are available at ACCRA; 101 cannot be taken.',
    });
    const elsewhere = put('operator', 1, { ...place, location: 'NAIROBI' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'not_found' });
    expect(await inventory.everything()).toEqual(before);
  });

  it('R22: is placed as often as there is stock for, of 20 at once', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => put('inventory_bot')));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await level()).toMatchObject({ hold: 90, available: 10 });
  });

  it('R6: of a person is released by a person, and by no agent', async () => {
    const { id } = await put('operator');
    const before = await inventory.everything();
    for (const agent of ['inventory_bot', 'stranger'] as const) {
      await expect(release(agent, id)).rejects.toMatchObject({
        code: 'condition_failed',
        status: 403,
        detail: 'operator has placed the hold: only operator or a person may release it.',
      });
    }
    expect(await inventory.everything()).toEqual(before);
    expect(await release('operator', id)).toMatchObject({ releasedBy: 'operator' });
  });

  it('of an agent is released by a person, and by no other agent', async () => {
    const { id } = await put('inventory_bot');
    await expect(release('stranger', id)).rejects.toMatchObject({ code: 'condition_failed' });
    expect(await release('operator', id)).toMatchObject({ releasedBy: 'operator' });
  });

  it('is released once, however many try at once, and an unknown one never', async () => {
    const { id } = await put('operator');
    const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => release('operator', id)));
    const refused = attempts.filter((one) => one.status === 'rejected').map(({ reason }) => reason.detail);
    expect(refused).toEqual(Array(9).fill('operator has released the hold already.'));
    expect(await level()).toMatchObject({ hold: 0, available: 100 });
    await expect(release('operator', randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('lists holds under every filter', async () => {
  const { id } = await put('operator', 1);
  await put('operator', 2);
  await release('operator', id);
  const quantities = async (filter: { sku?: string; location?: string; status?: 'active' | 'released' }) => {
    const { items } = await inventory.as('Operator', new ListHolds(), { query: { ...filter, limit: 10 } });
    return items.map(({ quantity }) => quantity);
  };
  expect(await quantities({ ...place, status: 'active' })).toEqual([2]);
  expect(await quantities({ status: 'released' })).toEqual([1]);
  expect(await quantities({ location: 'NAIROBI' })).toEqual([]);
  expect(await quantities({ sku: place.sku })).toEqual([1, 2]);
});
