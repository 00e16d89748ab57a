import { describe, expect, it } from 'vitest';
import { bookTransfer } from './book-transfer.js';
import { replenish } from './replenish.js';
import { InventoryStub } from './test-support/inventory-stub.js';
import { demand, facts, today } from './test-support/known-places.js';

const log = { info: () => undefined };
const id = '0199c0de-0000-7000-8000-000000000001';
const sku = 'item-1';

/** ACCRA lacks 80 in 50 days; NAIROBI and LUSAKA hold so much that they do not need. */
function platform(spare: { NAIROBI: number; LUSAKA: number }, lanesOpen = true): InventoryStub {
  const { level, policy, history } = facts();
  const at = (location: string, onHand: number) => ({
    [`/v1/levels ${location}`]: [{ ...level, location, onHand, available: onHand }],
    [`/v1/reorder-policies ${location}`]: [{ ...policy, location }],
    [`/v1/demand-history ${location}`]: [{ ...history, location }],
  });
  const need = { ...demand(50, 110), id, reference: 'need', sku, location: 'ACCRA' };
  const lanes = [
    { from: 'LUSAKA', to: 'ACCRA', transitDays: 9, open: lanesOpen },
    { from: 'NAIROBI', to: 'ACCRA', transitDays: 6, open: lanesOpen },
  ];
  const lists = {
    ...at('ACCRA', 30),
    ...at('NAIROBI', spare.NAIROBI),
    ...at('LUSAKA', spare.LUSAKA),
    '/v1/demands?open ACCRA': [{ ...need, status: 'open', issuedQuantity: 0, issuedOn: null }],
    '/v1/transfer-lanes': lanes,
  };
  const transfer = { id, status: 'in_transit', expectedOn: '2012-06-21', receivedOn: null };
  const request = {
    ...{ id, status: 'open', orderId: null, orderedQuantity: null, expectedOn: null, receivedQuantity: 0 },
    ...{ replaces: null, declinedBy: [], version: 1 },
  };
  return new InventoryStub(lists, (body) => {
    const { keep: _keep, onOrder: _onOrder, ...asked } = Object(body);
    return { ...asked, ...('from' in asked ? transfer : request) };
  });
}

async function postedBy(stub: InventoryStub): Promise<unknown[]> {
  await replenish({ location: 'ACCRA' }, today, { inventory: stub.client, log });
  return stub.posted;
}

describe('a place that falls short', () => {
  it('is first sent what another can spare, from the nearest that can; nothing is bought', async () => {
    const stub = platform({ NAIROBI: 500, LUSAKA: 500 });
    expect(await postedBy(stub)).toEqual([
      { sku, from: 'NAIROBI', to: 'ACCRA', quantity: 80, dispatchedOn: today, keep: 0, onOrder: 0 },
    ]);
  });

  it('is sent a part from each, and only the rest is bought', async () => {
    const stub = platform({ NAIROBI: 30, LUSAKA: 20 });
    expect(await postedBy(stub)).toMatchObject([
      { from: 'NAIROBI', quantity: 30, onOrder: 0 },
      { from: 'LUSAKA', quantity: 20, onOrder: 30 },
      { quantity: 30, location: 'ACCRA', reason: { onOrder: 50 } },
    ]);
  });

  it('is bought for without open lanes, and nobody else is looked at', async () => {
    const stub = platform({ NAIROBI: 500, LUSAKA: 500 }, false);
    expect(await postedBy(stub)).toMatchObject([{ quantity: 80, location: 'ACCRA' }]);
    expect(stub.calls.filter((call) => call === 'GET /v1/levels')).toHaveLength(1);
  });

  it.each(['insufficient_stock', 'conflict'] as const)(
    'is bought for where the offer is gone: %s',
    async (code) => {
      const stub = platform({ NAIROBI: 500, LUSAKA: 0 });
      stub.refusal = code;
      stub.refuses = (path) => path === '/v1/transfers';
      expect(await postedBy(stub)).toMatchObject([{ from: 'NAIROBI' }, { quantity: 80, location: 'ACCRA' }]);
    },
  );
});

describe('bookTransfer', () => {
  const due = { transferId: id, businessDate: '2012-06-21' };
  const received = {
    ...{ id, sku, from: 'NAIROBI', to: 'ACCRA', quantity: 80, status: 'received', dispatchedOn: today },
    ...{ expectedOn: '2012-06-21', receivedOn: '2012-06-21' },
  };

  it('books what has come, on its day', async () => {
    const stub = new InventoryStub({}, () => received);
    await bookTransfer(due, { inventory: stub.client, log });
    expect(stub.calls).toEqual([`POST /v1/transfers/${id}/receive`]);
    expect(stub.posted).toEqual([{ receivedOn: '2012-06-21' }]);
  });

  it('is done where it is booked already, and fails otherwise', async () => {
    const stub = new InventoryStub({}, () => received);
    stub.refusal = 'already_exists';
    await expect(bookTransfer(due, { inventory: stub.client, log })).resolves.toBeUndefined();
    stub.refusal = 'conflict';
    await expect(bookTransfer(due, { inventory: stub.client, log })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});
