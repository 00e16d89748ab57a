import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crostonSba, type DemandClass, forecastDemand, profileOf, teunterSyntetosBabai } from './index.js';

const DAYS_OF_MONTH = 365.25 / 12;
const repeat = (times: number, ...months: number[]): number[] => new Array(times).fill(months).flat();

const patterns: readonly (readonly [DemandClass, readonly number[]])[] = [
  ['none', repeat(12, 0)],
  ['smooth', repeat(6, 100, 120)],
  ['erratic', repeat(6, 100, 1000)],
  ['intermittent', repeat(6, 0, 100)],
  ['lumpy', repeat(4, 0, 0, 100, 0, 0, 1000)],
];

describe('the class of a demand', () => {
  it.each(patterns)('knows %s', (kind, months) => {
    expect(profileOf(months).class).toBe(kind);
  });

  it('counts the interval in periods and the variation of what is not zero', () => {
    expect(profileOf([0, 10, 0, 30])).toMatchObject({ interval: 2, variation: 0.25 });
  });
});

describe('the forecast', () => {
  const known = { days: 730, squaredQuantity: 0, noticeDays: 0 };

  it.each(patterns)('expects of a %s demand about what it was', (_, months) => {
    const mean = months.reduce((sum, quantity) => sum + quantity, 0) / months.length / DAYS_OF_MONTH;
    const { perDay } = forecastDemand({ ...known, months });
    expect(perDay).toBeGreaterThanOrEqual(mean * 0.8);
    expect(perDay).toBeLessThanOrEqual(mean * 1.2);
  });

  it('expects the mean of every day where demand comes without notice', () => {
    const forecast = forecastDemand({
      ...known,
      days: 365,
      squaredQuantity: 365_000,
      months: repeat(12, 304.375),
    });
    expect(forecast.perDay).toBeCloseTo(10, 9);
    expect(forecast.unannounced(30)).toBeCloseTo(300, 9);
    expect(forecast.deviation(30)).toBeCloseTo(Math.sqrt(30_000), 9);
  });

  it('expects only what is not announced yet, and of far days everything', () => {
    const forecast = forecastDemand({ ...known, noticeDays: 100, months: repeat(12, 304.375) });
    // Of the demand of day t, t / 200 is unknown: 10 a day come to 250 in 100 days, and to 1000 in 200.
    expect(forecast.unannounced(100)).toBeCloseTo(250, 9);
    expect(forecast.unannounced(200)).toBeCloseTo(1000, 9);
    expect(forecast.unannounced(300) - forecast.unannounced(299)).toBeCloseTo(10, 9);
  });

  it('does not take one busy month for a rate', () => {
    expect(forecastDemand({ ...known, months: [6000] }).perDay).toBeLessThanOrEqual(1000 / 25);
  });

  it('forgets a lumpy demand that has ended, where Croston would not', () => {
    const ended = [500, 0, 0, 4000, ...repeat(20, 0)];
    const sooner = ended.slice(0, 12);
    expect(teunterSyntetosBabai(ended, 0.1, 0.1)).toBeLessThan(teunterSyntetosBabai(sooner, 0.1, 0.1));
    expect(crostonSba(ended, 0.1)).toBe(crostonSba(sooner, 0.1));
  });

  it('is never negative, grows with the days, and scales with the demand', () => {
    const history = fc.record({
      months: fc.array(fc.nat(1_000_000), { maxLength: 30 }),
      days: fc.integer({ min: 0, max: 800 }),
      squaredQuantity: fc.double({ min: 0, max: 1e12, noNaN: true }),
      noticeDays: fc.double({ min: 0, max: 400, noNaN: true }),
    });
    fc.assert(
      fc.property(history, fc.nat(600), (each, days) => {
        const forecast = forecastDemand(each);
        const twice = forecastDemand({ ...each, months: each.months.map((quantity) => 2 * quantity) });
        expect(forecast.unannounced(days)).toBeGreaterThanOrEqual(0);
        expect(forecast.unannounced(days + 1)).toBeGreaterThanOrEqual(forecast.unannounced(days));
        expect(forecast.deviation(days + 1)).toBeGreaterThanOrEqual(forecast.deviation(days));
        expect(twice.perDay).toBeCloseTo(2 * forecast.perDay, 6);
      }),
    );
  });
});
