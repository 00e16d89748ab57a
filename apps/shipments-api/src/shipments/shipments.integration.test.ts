import { randomUUID } from 'node:crypto';
import type { OperationInput, shipments as operations } from '@stockade/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CloseBusinessDay } from '../business-days/close-business-day.js';
import { anEvent, notice, type Shipment, ShipmentsFixture } from '../test-support/shipments-fixture.js';
import { ListShipments } from './list-shipments.js';

let shipments: ShipmentsFixture;
beforeAll(async () => {
  shipments = await ShipmentsFixture.open();
});
beforeEach(() => shipments.reset());
afterAll(() => shipments.close());

type Query = OperationInput<typeof operations.listShipments>['query'];

async function pages(query: Query): Promise<Shipment[]> {
  const { items, nextCursor } = await shipments.as('LogisticsMonitor', new ListShipments(), { query });
  return nextCursor === null ? items : [...items, ...(await pages({ ...query, cursor: nextCursor }))];
}

describe('a ship notice', () => {
  it('is answered as it is read afterwards', async () => {
    const created = await shipments.noticed();
    expect(created).toMatchObject({ ...notice, status: 'planned', etaOn: notice.promisedOn, version: 1 });
    const read = await shipments.read(created.id);
    const bySku = (shipment: Shipment) => shipment.lines.toSorted((a, b) => a.sku.localeCompare(b.sku));
    expect({ ...read, lines: bySku(read) }).toEqual({ ...created, lines: bySku(created) });
  });

  it('may use a tracking number again', async () => {
    const [one, two] = [await shipments.noticed(), await shipments.noticed()];
    expect(one.trackingNumber).toBe(two.trackingNumber);
    expect(one.id).not.toBe(two.id);
  });

  it('that promises a day before it leaves is refused and changes nothing', async () => {
    const before = await shipments.everything();
    await expect(shipments.noticed({ promisedOn: '2012-02-29' })).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/body/promisedOn' }],
    });
    expect(await shipments.everything()).toEqual(before);
  });
});

it('lists shipments newest first; its pages are the whole list, under each filter', async () => {
  const all: Shipment[] = [];
  for (let count = 0; count < 7; count += 1) all.unshift(await shipments.noticed({ orderId: randomUUID() }));
  const [newest] = all;
  await shipments.capture(anEvent(newest?.id ?? '', 'departing'));
  const ids = async (query: Query) => (await pages(query)).map(({ id }) => id);
  for (const limit of [1, 3, 7, 8]) expect(await ids({ limit })).toEqual(all.map(({ id }) => id));
  expect(await ids({ limit: 2, status: 'planned' })).toEqual(all.slice(1).map(({ id }) => id));
  expect(await ids({ limit: 2, orderId: newest?.orderId })).toEqual([newest?.id]);
  await expect(shipments.read(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});

describe('closing a business day', () => {
  const close = (date: string) => shipments.as('CarrierGateway', new CloseBusinessDay(), { body: { date } });
  const checked = async () => (await shipments.jobs()).map(({ key }) => key);

  it('asks for one look at all that should have left by then', async () => {
    const [{ id: one }, { id: two }] = [await shipments.noticed(), await shipments.noticed()];
    await close('2012-02-29');
    expect(await shipments.jobs()).toEqual([]);
    await shipments.noticed({ shippedOn: '2012-03-06' });
    await close('2012-03-05');
    const checks = (await shipments.jobs()).map(({ data }) => data.payload);
    expect(checks).toEqual([{ shipmentIds: [one, two].sort(), businessDate: '2012-03-05' }]);
  });

  it('asks for nothing of what has arrived, and for nothing twice', async () => {
    const { id } = await shipments.noticed();
    await close('2012-03-08');
    expect(await close('2012-03-08')).toEqual({ date: '2012-03-08' });
    await shipments.capture(anEvent(id, 'receiving', 10));
    const before = await checked();
    await close('2012-03-15');
    expect(await checked()).toEqual(before);
    expect(before).toHaveLength(2 + 2);
  });
});
