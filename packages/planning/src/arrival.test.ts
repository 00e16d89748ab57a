import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEPARTING, estimateArrival, type LaneHistory, type Standing, silenceLimit } from './arrival.js';
import { longerThan, observations, quantile, shrunk } from './days-distribution.js';
import { isLate } from './delay-rule.js';

const days = fc
  .array(fc.tuple(fc.integer({ min: -20, max: 90 }), fc.integer({ min: 1, max: 9 })), { maxLength: 12 })
  .map((entries) => new Map(entries));
const someDays = days.filter((distribution) => distribution.size > 0);
const history: fc.Arbitrary<LaneHistory> = fc
  .record({ departureDelay: days, departing: days, arriving: days, gap: days })
  .map(({ departing, arriving, ...rest }) => ({
    ...rest,
    toDelivery: new Map([
      [DEPARTING, departing],
      ['arriving', arriving],
    ]),
    inStep: new Map(),
  }));
const histories = fc.array(history, { maxLength: 3 });
const standing: fc.Arbitrary<Standing> = fc
  .record({
    today: fc.integer({ min: -30, max: 120 }),
    promised: fc.integer({ min: 0, max: 60 }),
    progress: fc.option(
      fc.record({ step: fc.constantFrom(DEPARTING, 'arriving'), day: fc.integer({ min: -20, max: 100 }) }),
      { nil: undefined },
    ),
  })
  .map((drawn) => ({ ...drawn, shipped: 0, departed: drawn.progress?.day }));
const lane = (measures: Partial<LaneHistory>): LaneHistory => ({
  departureDelay: new Map(),
  toDelivery: new Map(),
  inStep: new Map(),
  gap: new Map(),
  ...measures,
});

describe('a distribution of days', () => {
  it('has quantiles that it has observed, ever later for a larger share', () => {
    fc.assert(
      fc.property(someDays, fc.double({ min: 0, max: 1, noNaN: true }), (distribution, share) => {
        const value = quantile(distribution, share);
        expect(distribution.has(value ?? Number.NaN)).toBe(true);
        expect(quantile(distribution, share / 2)).toBeLessThanOrEqual(value ?? Number.NaN);
      }),
    );
  });

  it('fades a wider group to its weight', () => {
    fc.assert(
      fc.property(days, someDays, (own, wider) => {
        expect(observations(shrunk(own, wider, 5))).toBeCloseTo(observations(own) + 5, 9);
      }),
    );
  });

  it('says nothing of what took less time than has passed', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -20, max: 90 }), (distribution, passed) => {
        expect([...longerThan(distribution, passed).keys()].every((value) => value > passed)).toBe(true);
      }),
    );
  });
});

describe('the expected day of arrival', () => {
  it('lies ahead, and within its interval', () => {
    fc.assert(
      fc.property(standing, histories, (at, known) => {
        const { day, earliest, latest } = estimateArrival(at, known);
        expect(at.today).toBeLessThan(earliest);
        expect(earliest).toBeLessThanOrEqual(day);
        expect(day).toBeLessThanOrEqual(latest);
      }),
    );
  });

  it('never comes nearer only because another day has passed', () => {
    fc.assert(
      fc.property(standing, histories, fc.integer({ min: 0, max: 40 }), (at, known, passed) => {
        const later = estimateArrival({ ...at, today: at.today + passed }, known);
        expect(later.day).toBeGreaterThanOrEqual(estimateArrival(at, known).day);
      }),
    );
  });

  it('is the promised day where nothing is known but the plan', () => {
    const at = { today: 3, shipped: 10, promised: 40, departed: undefined, progress: undefined };
    expect(estimateArrival(at, [])).toEqual({ day: 40, earliest: 40, latest: 40, source: undefined });
    expect(
      estimateArrival({ ...at, today: 12, departed: 11, progress: { step: DEPARTING, day: 11 } }, []).day,
    ).toBe(41);
  });

  it('moves with the day of departure while the goods do not leave', () => {
    const at = { today: 13, shipped: 10, promised: 40, departed: undefined, progress: undefined };
    expect(estimateArrival(at, []).day).toBe(44);
  });

  it('takes the days left from those shipments that had not come so soon either', () => {
    const known = lane({
      toDelivery: new Map([
        [
          DEPARTING,
          new Map([
            [10, 90],
            [30, 10],
          ]),
        ],
      ]),
    });
    const at = { shipped: 0, promised: 12, departed: 0, progress: { step: DEPARTING, day: 0 } };
    expect(estimateArrival({ ...at, today: 5 }, [known]).day).toBe(10);
    expect(estimateArrival({ ...at, today: 12 }, [known]).day).toBe(30);
  });

  it('believes a lane with few observations less than a wider group, and names its source', () => {
    const few = lane({ toDelivery: new Map([[DEPARTING, new Map([[20, 2]])]]) });
    const many = lane({ toDelivery: new Map([[DEPARTING, new Map([[10, 200]])]]) });
    const at = { today: 1, shipped: 0, promised: 12, departed: 0, progress: { step: DEPARTING, day: 0 } };
    expect(estimateArrival(at, [few, many])).toMatchObject({ day: 10, source: 1 });
    const enough = lane({ toDelivery: new Map([[DEPARTING, new Map([[20, 20]])]]) });
    expect(estimateArrival(at, [enough, many])).toMatchObject({ day: 20, source: 0 });
  });
});

it('finds silence unusual where only one in twenty gaps was longer', () => {
  const gap = new Map([
    [5, 95],
    [22, 100],
  ]);
  expect(silenceLimit([lane({ gap })], 14)).toBe(22);
  expect(silenceLimit([], 14)).toBe(14);
});

describe('the delay rule', () => {
  it('tolerates a tenth of the way', () => {
    expect([isLate(4, 45), isLate(5, 45), isLate(1, 10), isLate(2, 10)]).toEqual([false, true, false, true]);
  });

  it('tolerates no whole day on a short way', () => {
    expect([isLate(0, 3), isLate(1, 3)]).toEqual([false, true]);
  });
});
