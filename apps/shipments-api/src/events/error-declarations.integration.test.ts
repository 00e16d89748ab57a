import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { journeyAfter } from '../shipments/journey.js';
import { anEvent, ShipmentsFixture } from '../test-support/shipments-fixture.js';
import { type EpcisEvent, localDay } from './epcis-event.js';
import { ListShipmentEvents } from './list-shipment-events.js';
import { QueryEvents } from './query-events.js';

let shipments: ShipmentsFixture;
beforeAll(async () => {
  shipments = await ShipmentsFixture.open();
});
beforeEach(() => shipments.reset());
afterAll(() => shipments.close());

const declared = (event: EpcisEvent, reason = 'did_not_occur'): EpcisEvent => ({
  ...event,
  errorDeclaration: { declarationTime: '2012-04-01T00:00:00Z', reason },
});
const outcomesOf = async (...events: EpcisEvent[]) =>
  (await shipments.capture(...events)).map(({ outcome }) => outcome);
const timelineOf = async (id: string) => {
  const input = { params: { id }, query: { limit: 200 } };
  return (await shipments.as('LogisticsMonitor', new ListShipmentEvents(), input)).items;
};
const captured = async (EQ_eventID: string) => {
  const query = { EQ_eventID, perPage: 200 };
  const answer = await shipments.as('LogisticsMonitor', new QueryEvents(), { query });
  return answer.epcisBody.queryResults.resultsBody.eventList;
};

describe('an event declared in error', () => {
  it('counts no more: the shipment is where the others say, and both are kept', async () => {
    const { id, promisedOn } = await shipments.noticed();
    const [departed, received] = [anEvent(id, 'departing', 3), anEvent(id, 'receiving', 20)];
    await shipments.capture(departed, received);
    expect(await shipments.read(id)).toMatchObject({ status: 'delivered', etaOn: '2012-03-20' });

    expect(await outcomesOf(declared(received))).toEqual(['accepted']);
    const withdrawn = { status: 'in_transit', deliveredOn: null, etaOn: promisedOn, version: 3 };
    expect(await shipments.read(id)).toMatchObject(withdrawn);
    expect((await timelineOf(id)).map(({ eventID }) => eventID)).toEqual([departed.eventID]);
    const recordTime = expect.any(String);
    expect(await captured(received.eventID)).toEqual([
      { ...declared(received), recordTime },
      { ...received, recordTime },
    ]);

    const corrected = anEvent(id, 'receiving', 22);
    await shipments.capture(corrected);
    expect(await shipments.read(id)).toMatchObject({ status: 'delivered', deliveredOn: '2012-03-22' });
  });

  it('may be known by its declaration only: then it comes as a duplicate, and never counts', async () => {
    const { id } = await shipments.noticed();
    const received = anEvent(id, 'receiving', 20);
    expect(await outcomesOf(declared(received))).toEqual(['accepted']);
    expect(await outcomesOf(received)).toEqual(['duplicate']);
    expect(await shipments.read(id)).toMatchObject({ status: 'planned', version: 1 });
    expect((await shipments.jobs()).filter(({ name }) => name === 'asn.delivered')).toEqual([]);
  });

  it('is declared by one that repeats it whole, once; anything else changes nothing', async () => {
    const { id } = await shipments.noticed();
    const received = anEvent(id, 'receiving', 20);
    await shipments.capture(received, declared(received));
    const before = await shipments.everything();
    expect(await outcomesOf(declared(received))).toEqual(['duplicate']);
    expect(await shipments.capture(declared(received, 'incorrect_data'))).toMatchObject([
      { outcome: 'rejected', pointer: '/errorDeclaration' },
    ]);
    expect(await shipments.capture(declared({ ...received, bizStep: 'arriving' }))).toMatchObject([
      { outcome: 'rejected', pointer: '/eventID' },
    ]);
    expect(await shipments.everything()).toEqual(before);
  });

  it('may use extensions of its own in the declaration', async () => {
    const { id } = await shipments.noticed();
    const event = anEvent(id, 'receiving', 20);
    await shipments.capture(event);
    const context = [
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { ex: 'https://ex.example/' },
    ];
    const errorDeclaration = { declarationTime: '2012-04-01T00:00:00Z', 'ex:clerk': 'Ama' };
    expect(await outcomesOf({ ...event, '@context': context, errorDeclaration })).toEqual(['accepted']);
    expect(await shipments.read(id)).toMatchObject({ status: 'planned' });
  });
});

/** Of each event two contents, and of each content two declarations, come in any order, batches and repetitions. */
interface Told {
  readonly event: number;
  readonly content: 0 | 1;
  readonly declaration: 'did_not_occur' | 'incorrect_data' | null;
}

const told: fc.Arbitrary<Told> = fc.record({
  event: fc.nat({ max: 3 }),
  content: fc.constantFrom(0, 0, 0, 1),
  declaration: fc.constantFrom(null, null, 'did_not_occur', 'incorrect_data'),
});

/** What has to be known of an eventID. */
class Model {
  readonly known = new Map<number, { content: number; declaration: string | null }>();

  tell({ event, content, declaration }: Told): string {
    const before = this.known.get(event);
    if (before === undefined) {
      this.known.set(event, { content, declaration });
      return 'accepted';
    }
    if (before.content !== content) return 'rejected';
    if (declaration === null || declaration === before.declaration) return 'duplicate';
    if (before.declaration !== null) return 'rejected';
    before.declaration = declaration;
    return 'accepted';
  }

  /** Index and content of the events that count. */
  valid(): [number, number][] {
    return [...this.known].flatMap(([event, { content, declaration }]) =>
      declaration === null ? [[event, content]] : [],
    );
  }
}

it('the status is that of the set of valid events, in whatever order and batches all was told', async () => {
  const steps = ['departing', 'arriving', 'receiving', 'receiving'] as const;
  const story = fc.array(fc.array(told, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(story, async (batches) => {
      const { id } = await shipments.noticed();
      const contents = steps.map((step, index) => {
        const event = anEvent(id, step, 10 + index);
        return [event, { ...event, disposition: 'returned' }] as const;
      });
      const contentOf = (event: number, content: number): EpcisEvent => {
        const found = contents[event]?.[content];
        if (found === undefined) throw new Error(`there is no event ${event}`);
        return found;
      };
      const model = new Model();
      for (const batch of batches) {
        const events = batch.map(({ event, content, declaration }) => {
          const plain = contentOf(event, content);
          return declaration === null ? plain : declared(plain, declaration);
        });
        expect(await outcomesOf(...events)).toEqual(batch.map((one) => model.tell(one)));
        const valid = model.valid().map(([event, content]) => contentOf(event, content));
        const sightings = valid.map((event) => ({
          bizStep: event.bizStep ?? null,
          disposition: event.disposition ?? null,
          day: localDay(event),
        }));
        expect(await shipments.read(id)).toMatchObject(
          journeyAfter({ status: 'planned', deliveredOn: null }, sightings),
        );
        const timeline = (await timelineOf(id)).map(({ eventID }) => eventID);
        expect(timeline.sort()).toEqual(valid.map(({ eventID }) => eventID).sort());
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
