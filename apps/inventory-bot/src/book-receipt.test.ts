import { describe, expect, it } from 'vitest';
import { bookReceipt } from './book-receipt.js';
import { InventoryStub } from './test-support/inventory-stub.js';

const id = '0199c0de-0000-7000-8000-000000000001';
const log = { info: () => undefined };
const fact = {
  shipmentId: id,
  orderId: id,
  deliveredOn: '2012-06-15',
  destination: 'ACCRA',
  asnLineId: id,
  requestId: id,
  sku: 'item-1',
  quantity: 100,
};
const stubOf = () => new InventoryStub({}, (body) => ({ ...Object(body), id, lot: null }));

describe('bookReceipt', () => {
  it('books what was delivered, on its day', async () => {
    const stub = stubOf();
    await bookReceipt(fact, { inventory: stub.client, log });
    expect(stub.posted).toEqual([
      {
        asnLineId: id,
        requestId: id,
        sku: 'item-1',
        location: 'ACCRA',
        quantity: 100,
        receivedOn: '2012-06-15',
      },
    ]);
  });

  it('is done where the line is booked already', async () => {
    const stub = stubOf();
    stub.refusal = 'already_exists';
    await expect(bookReceipt(fact, { inventory: stub.client, log })).resolves.toBeUndefined();
  });

  it('fails where the receipt is refused, so that it is tried again and seen', async () => {
    const stub = stubOf();
    stub.refusal = 'not_found';
    const attempt = bookReceipt(fact, { inventory: stub.client, log });
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' });
  });
});
