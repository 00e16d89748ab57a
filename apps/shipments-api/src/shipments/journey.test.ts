import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Journey, journeyAfter, notBegun, type Sighting } from './journey.js';

const sighting: fc.Arbitrary<Sighting> = fc.record({
  bizStep: fc.constantFrom('shipping', 'departing', 'arriving', 'receiving', 'holding', null),
  disposition: fc.constantFrom('in_transit', 'returned', null),
  day: fc.integer({ min: 10, max: 28 }).map((day) => `2012-03-${day}`),
});
const planned: Journey = { status: 'planned', deliveredOn: null };

describe('a journey', () => {
  it('is that of the set of sightings, in whatever order, batches and repetitions they come', () => {
    const told = fc.array(sighting, { maxLength: 10 }).chain((story) =>
      fc.record({
        story: fc.constant(story),
        again: fc.array(fc.nat({ max: Math.max(0, story.length - 1) }), { maxLength: 5 }),
        order: fc.shuffledSubarray([...story.keys()], { minLength: story.length }),
        cut: fc.nat({ max: story.length }),
      }),
    );
    fc.assert(
      fc.property(told, ({ story, again, order, cut }) => {
        const shuffled = [...order, ...again].flatMap((index) => story[index] ?? []);
        const inBatches = journeyAfter(journeyAfter(planned, shuffled.slice(0, cut)), shuffled.slice(cut));
        expect(inBatches).toEqual(journeyAfter(planned, story));
      }),
    );
  });

  it('has a day of delivery just when it is delivered: the first that was told', () => {
    fc.assert(
      fc.property(fc.array(sighting), (story) => {
        const { status, deliveredOn } = journeyAfter(planned, story);
        const days = story
          .filter(({ bizStep, disposition }) => bizStep === 'receiving' && disposition !== 'returned')
          .map(({ day }) => day);
        expect(deliveredOn).toBe(days.sort()[0] ?? null);
        expect(status === 'delivered').toBe(deliveredOn !== null);
      }),
    );
  });

  it('that ended otherwise than by what was seen stays ended', () => {
    const lost: Journey = { status: 'lost', deliveredOn: null };
    fc.assert(
      fc.property(fc.array(sighting), (story) => {
        expect(journeyAfter(lost, story)).toEqual(lost);
        expect(journeyAfter(notBegun(lost), story)).toEqual(lost);
      }),
    );
  });
});
