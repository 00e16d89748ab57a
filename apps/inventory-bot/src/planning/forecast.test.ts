import { describe, expect, it } from 'vitest';
import { forecastOf } from './forecast.js';
import { normalQuantile } from './normal-quantile.js';

const year = { from: '2010-01-01', to: '2010-12-31', quantity: 3650, squaredQuantity: 365_000 };

describe('forecastOf', () => {
  it('expects the mean of every day where demand comes without notice', () => {
    const forecast = forecastOf({ ...year, noticeDays: 0 });
    expect(forecast.perDay).toBe(10);
    expect(forecast.unannounced(0)).toBe(0);
    expect(forecast.unannounced(30)).toBeCloseTo(300, 9);
    // Compound Poisson: 30 days of 1000 base units squared a day.
    expect(forecast.deviation(30)).toBeCloseTo(Math.sqrt(30_000), 9);
  });

  it('expects only what is not announced yet, and of far days everything', () => {
    const forecast = forecastOf({ ...year, noticeDays: 100 });
    // Of the demand of day t, t / 200 is unknown: 10 a day integrated to 100 days is 250, to 200 days 1000.
    expect(forecast.unannounced(100)).toBeCloseTo(250, 9);
    expect(forecast.unannounced(200)).toBeCloseTo(1000, 9);
    expect(forecast.unannounced(300) - forecast.unannounced(299)).toBeCloseTo(10, 9);
  });

  it('does not take one busy month for a rate', () => {
    const month = { ...year, from: '2010-12-01', noticeDays: 0 };
    expect(forecastOf(month).perDay).toBeCloseTo(3650 / 180, 9);
  });

  it('expects nothing where nothing was ever needed', () => {
    const none = { from: '2010-12-31', to: '2010-12-31', quantity: 0, squaredQuantity: 0, noticeDays: 0 };
    expect(forecastOf(none).unannounced(500)).toBe(0);
    expect(forecastOf(none).deviation(500)).toBe(0);
  });
});

describe('normalQuantile', () => {
  it.each([
    [0.001, -3.090232306],
    [0.5, 0],
    [0.8, 0.841621234],
    [0.95, 1.644853627],
    [0.99, 2.326347874],
  ])('knows the quantile of %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 7);
  });
});
