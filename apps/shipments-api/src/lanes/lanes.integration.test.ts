import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anEvent, type notice, ShipmentsFixture } from '../test-support/shipments-fixture.js';

let shipments: ShipmentsFixture;
beforeAll(async () => {
  shipments = await ShipmentsFixture.open();
});
beforeEach(() => shipments.reset());
afterAll(() => shipments.close());

/** A shipment that was to leave on 1 March 2012, with a word of each of its steps on a day of that month. */
async function moved(
  days: Partial<Record<'departing' | 'holding' | 'receiving', number>>,
  change: Partial<typeof notice> = {},
) {
  const { id } = await shipments.noticed(change);
  for (const [step, day] of Object.entries(days)) {
    await shipments.capture(anEvent(id, step as 'departing', day));
  }
  return id;
}
const historiesOn = async (on: string, id: string) => (await shipments.journeys(on, id)).histories;

describe('the history of a lane', () => {
  it('sums up what deliveries have taken: for the lane, for its carrier and for all', async () => {
    await moved({ departing: 3, holding: 9, receiving: 13 });
    await moved({ departing: 1, receiving: 11 });
    await moved({ departing: 1, receiving: 21 }, { origin: 'Pune' });
    const ahead = await moved({});
    await shipments.closeDay('2012-03-31');
    const lane = {
      ...{ origin: 'Goa', carrier: 'Air Bridge', destination: 'ACCRA', deliveries: 2 },
      departureDelay: { '0': 1, '2': 1 },
      toDelivery: { departing: { '10': 2 } },
      inStep: { departing: { '10': 2 } },
      gap: { '4': 1, '6': 1, '10': 1 },
    };
    const wider = {
      ...{ origin: null, destination: null, deliveries: 3 },
      departureDelay: { '0': 2, '2': 1 },
      toDelivery: { departing: { '10': 2, '20': 1 } },
    };
    const told = await historiesOn('2012-04-01', ahead);
    expect(told).toHaveLength(3);
    expect(told).toContainEqual(lane);
    expect(told).toContainEqual(expect.objectContaining({ ...wider, carrier: 'Air Bridge' }));
    expect(told).toContainEqual(expect.objectContaining({ ...wider, carrier: null }));
  });

  it('counts a delivery once, and adds the next to what was known', async () => {
    const id = await moved({ departing: 1, receiving: 11 });
    await shipments.closeDay('2012-03-20');
    await shipments.closeDay('2012-03-21');
    await moved({ departing: 1, receiving: 21 });
    await shipments.closeDay('2012-04-01');
    const departing = async (on: string) =>
      (await historiesOn(on, id)).map(({ toDelivery }) => toDelivery.departing);
    expect(await departing('2012-04-30')).toEqual(Array(3).fill({ '10': 1 }));
    expect(await departing('2012-05-01')).toEqual(Array(3).fill({ '10': 1, '20': 1 }));
  });

  it('tells of no delivery that its month had not told of: nothing later reaches an earlier day', async () => {
    const id = await moved({ departing: 1, receiving: 11 });
    await shipments.closeDay('2012-03-31');
    expect(await historiesOn('2012-03-31', id)).toEqual([]);
    expect(await historiesOn('2012-04-01', id)).toHaveLength(3);
    // Told of in May that it came in March: in April nobody knew.
    await moved({ departing: 2, receiving: 12 });
    await shipments.closeDay('2012-05-02');
    expect((await historiesOn('2012-05-31', id)).map(({ deliveries }) => deliveries)).toEqual([1, 1, 1]);
    expect((await historiesOn('2012-06-01', id)).map(({ deliveries }) => deliveries)).toEqual([2, 2, 2]);
  });

  it('is right where two days are closed at once', async () => {
    const id = await moved({ departing: 1, receiving: 11 });
    await moved({ departing: 1, receiving: 12 });
    await Promise.all(['2012-03-11', '2012-03-12', '2012-03-13'].map((day) => shipments.closeDay(day)));
    expect((await historiesOn('2012-04-01', id)).map(({ deliveries }) => deliveries)).toEqual([2, 2, 2]);
  });
});

describe('a journey', () => {
  it('has the first word of each step, and the last of all', async () => {
    const id = await moved({ departing: 3, holding: 9 });
    await shipments.capture(anEvent(id, 'departing', 7));
    const { journeys } = await shipments.journeys('2012-03-15', id);
    expect(journeys).toMatchObject([
      {
        ...{ id, status: 'in_transit', shippedOn: '2012-03-01', deliveredOn: null },
        milestones: [{ bizStep: 'departing', on: '2012-03-03' }],
        lastWord: { bizStep: 'holding', on: '2012-03-09' },
      },
    ]);
  });

  it('shows as of a day nothing that happened later', async () => {
    const id = await moved({ departing: 3, receiving: 13 });
    const asOf = async (on: string) => (await shipments.journeys(on, id)).journeys[0];
    expect(await asOf('2012-03-02')).toMatchObject({ milestones: [], lastWord: null, deliveredOn: null });
    expect(await asOf('2012-03-12')).toMatchObject({ lastWord: { on: '2012-03-03' }, deliveredOn: null });
    expect(await asOf('2012-03-13')).toMatchObject({ deliveredOn: '2012-03-13' });
  });
});
