import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { journeyAfter } from '../shipments/journey.js';
import { Shipment } from '../shipments/shipment.entity.js';
import { anEvent, ShipmentsFixture } from '../test-support/shipments-fixture.js';
import { CaptureEvents } from './capture-events.js';
import type { EpcisEvent } from './epcis-event.js';
import { ListShipmentEvents } from './list-shipment-events.js';

let shipments: ShipmentsFixture;
beforeAll(async () => {
  shipments = await ShipmentsFixture.open();
});
beforeEach(() => shipments.reset());
afterAll(() => shipments.close());

const eventsOf = (id: string, limit = 50, cursor?: string) =>
  shipments.as('LogisticsMonitor', new ListShipmentEvents(), { params: { id }, query: { limit, cursor } });
const jobs = async (name: string) => (await shipments.jobs()).filter((job) => job.name === name);
const outcomesOf = async (...events: EpcisEvent[]) =>
  (await shipments.capture(...events)).map(({ outcome }) => outcome);

describe('capturing', () => {
  it('takes a single event, moves the shipment on and asks for a look at it', async () => {
    const { id } = await shipments.noticed();
    const event = anEvent(id, 'departing', 3, { bizLocation: { id: 'urn:epc:id:sgln:goa' } });
    const answer = await shipments.as('CarrierGateway', new CaptureEvents(), { body: event });
    expect(answer).toEqual({
      events: [{ eventID: event.eventID, outcome: 'accepted', pointer: null, detail: null }],
    });
    expect(await shipments.read(id)).toMatchObject({ status: 'in_transit', version: 2, deliveredOn: null });
    expect((await eventsOf(id)).items).toMatchObject([
      {
        eventID: event.eventID,
        eventTime: '2012-03-03T12:00:00.000000Z',
        bizStep: 'departing',
        disposition: null,
        location: 'urn:epc:id:sgln:goa',
      },
    ]);
    const check = { shipmentIds: [id], businessDate: '2012-03-03' };
    expect(await shipments.jobs()).toMatchObject([{ name: 'eta.check', data: { payload: check } }]);
  });

  it('answers for each event of a document, in its order', async () => {
    const { id } = await shipments.noticed();
    const known = anEvent(id, 'shipping');
    await shipments.capture(known);
    const twice = anEvent(id, 'departing');
    const stray = anEvent(randomUUID(), 'departing');
    const nameless = anEvent(id, 'departing', 4, {
      bizTransactionList: [{ type: 'po', bizTransaction: 'urn:uuid:1' }],
    });
    expect(await outcomesOf(stray, twice, known, twice, nameless)).toEqual([
      'rejected',
      'accepted',
      'duplicate',
      'duplicate',
      'accepted',
    ]);
    expect((await eventsOf(id)).items.map(({ eventID }) => eventID).sort()).toEqual(
      [known.eventID, twice.eventID].sort(),
    );
  });

  it('of nothing but duplicates and strays changes nothing', async () => {
    const { id } = await shipments.noticed();
    const event = anEvent(id, 'arriving');
    await shipments.capture(event);
    const before = await shipments.everything();
    expect(await outcomesOf(event, anEvent(randomUUID(), 'receiving'))).toEqual(['duplicate', 'rejected']);
    expect(await outcomesOf({ ...event, bizStep: 'receiving' })).toEqual(['rejected']);
    expect(await shipments.everything()).toEqual(before);
  });

  it('moves several shipments by one document', async () => {
    const [one, two] = [await shipments.noticed(), await shipments.noticed()];
    await shipments.capture(anEvent(two.id, 'arriving'), anEvent(one.id, 'shipping'));
    expect(await shipments.read(one.id)).toMatchObject({ status: 'pre_transit' });
    expect(await shipments.read(two.id)).toMatchObject({ status: 'out_for_delivery' });
  });

  it('counts the day where it happened, not the day in UTC', async () => {
    const { id } = await shipments.noticed();
    const event = { eventTime: '2012-03-20T22:30:00Z', eventTimeZoneOffset: '+03:00' };
    await shipments.capture(anEvent(id, 'receiving', 20, event));
    expect(await shipments.read(id)).toMatchObject({ deliveredOn: '2012-03-21', etaOn: '2012-03-21' });
  });

  it.each([
    '0000-03-01T00:00:00Z',
    '2012-03-01T00:00:00+23:00',
    '9999-12-31T23:59:59Z',
    '2012-02-30T00:00:00Z',
    '2012-03-01',
  ])('rejects an event at the instant %s', async (eventTime) => {
    const { id } = await shipments.noticed();
    const before = await shipments.everything();
    const [outcome] = await shipments.capture({ ...anEvent(id, 'departing'), eventTime });
    expect(outcome).toMatchObject({ outcome: 'rejected', pointer: '/eventTime' });
    expect(await shipments.everything()).toEqual(before);
  });
});

describe('delivery', () => {
  it('tells of each line once, however the receiving is repeated, at once or later', async () => {
    const { id, orderId, lines } = await shipments.noticed();
    const receivings = Array.from({ length: 8 }, () => anEvent(id, 'receiving', 20));
    await Promise.all(receivings.slice(0, 6).map((event) => shipments.capture(event)));
    await shipments.capture(...receivings.slice(6));
    const facts = (await jobs('asn.delivered')).map(({ data }) => data.payload);
    const { deliveredOn, version } = await shipments.read(id);
    expect(version).toBe(2);
    expect(facts).toHaveLength(2);
    for (const line of lines) {
      const { asnLineId, requestId, sku, quantity } = line;
      const fact = { asnLineId, requestId, sku, quantity, shipmentId: id, orderId, deliveredOn };
      expect(facts).toContainEqual({ ...fact, destination: 'ACCRA' });
    }
    expect((await eventsOf(id)).items).toHaveLength(8);
  });

  it('is told once by two captures that wait for the same shipment', async () => {
    const { id } = await shipments.noticed();
    const captures = await shipments.work('ShipmentsService', async (unit) => {
      await unit.manager.findOneOrFail(Shipment, { where: { id }, lock: { mode: 'pessimistic_write' } });
      const both = [1, 2].map(() => shipments.capture(anEvent(id, 'receiving', 20)));
      await vi.waitFor(async () => {
        const waiting = await shipments.test.ownerQuery(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting).toHaveLength(2);
      });
      return { both };
    });
    await Promise.all(captures.both);
    expect(await jobs('asn.delivered')).toHaveLength(2);
    expect(await shipments.read(id)).toMatchObject({ status: 'delivered', version: 2 });
  });

  it('is on the first of the days that are told, whichever is told first', async () => {
    const { id } = await shipments.noticed();
    await shipments.capture(
      anEvent(id, 'receiving', 25),
      anEvent(id, 'receiving', 23),
      anEvent(id, 'departing', 28),
    );
    expect(await shipments.read(id)).toMatchObject({ status: 'delivered', deliveredOn: '2012-03-23' });
    await shipments.capture(anEvent(id, 'receiving', 22));
    expect(await shipments.read(id)).toMatchObject({ deliveredOn: '2012-03-22', etaOn: '2012-03-22' });
    expect(await jobs('asn.delivered')).toHaveLength(2);
  });
});

it('a late event never moves a shipment backwards: every order and every batching ends alike', async () => {
  const steps = ['shipping', 'departing', 'transporting', 'arriving', 'receiving', 'holding'] as const;
  const reports = fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 7 }).chain((story) =>
    fc.record({
      story: fc.constant(story),
      order: fc.shuffledSubarray([...story.keys()], { minLength: story.length }),
      batch: fc.integer({ min: 1, max: 4 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(reports, async ({ story, order, batch }) => {
      const { id } = await shipments.noticed();
      const events = story.map((step, index) => anEvent(id, step, index + 2));
      const shuffled = order.flatMap((index) => events[index] ?? []);
      for (let at = 0; at < shuffled.length; at += batch) {
        await shipments.capture(...shuffled.slice(at, at + batch));
      }
      const sightings = story.map((bizStep) => ({ bizStep, disposition: null, day: '2012-03-02' }));
      const { status } = journeyAfter({ status: 'planned', deliveredOn: null }, sightings);
      expect((await shipments.read(id)).status).toBe(status);
      const listed = (await eventsOf(id)).items.map(({ eventID }) => eventID);
      expect(listed).toEqual(events.map(({ eventID }) => eventID));
    }),
    { numRuns: 30 },
  );
});

it('lists events in the order in which they happened; its pages are the whole list', async () => {
  const { id } = await shipments.noticed();
  // Several at the same instant: only the key is unique.
  const events = Array.from({ length: 11 }, (_, index) => anEvent(id, 'transporting', 2 + (index % 3)));
  await shipments.capture(...events);
  const whole = (await eventsOf(id)).items;
  expect(whole).toHaveLength(11);
  for (const limit of [1, 2, 4, 10, 11]) {
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await eventsOf(id, limit, cursor);
      pages.push(...page.items.map(({ eventID }) => eventID));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual(whole.map(({ eventID }) => eventID));
  }
  await expect(eventsOf(randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  const forged = Buffer.from(JSON.stringify(['0000-01-01T00:00:00Z', 'x'])).toString('base64url');
  await expect(eventsOf(id, 50, forged)).rejects.toMatchObject({ code: 'invalid_request' });
});

it('R22: events are append-only, and neither gateway nor tracker may write what is not theirs', async () => {
  const { id } = await shipments.noticed();
  await shipments.capture(anEvent(id, 'departing'));
  const before = await shipments.everything();
  for (const change of [
    `UPDATE shipments.events SET biz_step = 'receiving'`,
    'DELETE FROM shipments.events',
  ]) {
    await expect(shipments.test.ownerQuery(change)).rejects.toThrow('append-only');
  }
  await expect(shipments.test.ownerQuery('TRUNCATE shipments.events')).rejects.toThrow('append-only');
  const refused = {
    carrier_gateway: [
      'SELECT FROM shipments.exceptions',
      `INSERT INTO shipments.exceptions VALUES ('${id}', 'late', '2012-03-31', '2012-03-10', 'x')`,
      'UPDATE shipments.events SET biz_step = NULL',
      'DELETE FROM shipments.shipments',
    ],
    logistics_monitor: [
      `UPDATE shipments.shipments SET status = 'lost'`,
      `INSERT INTO shipments.exceptions VALUES ('${id}', 'late', '2012-03-31', '2012-03-10', 'x')`,
      'SELECT FROM orders.orders',
      'SELECT FROM inventory.levels',
    ],
  };
  for (const [login, statements] of Object.entries(refused)) {
    const client = await shipments.test.connectAs(login);
    try {
      for (const sql of statements) {
        await expect(client.query(sql), sql).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await client.end();
    }
  }
  expect(await shipments.everything()).toEqual(before);
});
