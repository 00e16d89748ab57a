import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  crostonSba,
  type DailyDemand,
  economicOrderQuantity,
  type LeadTime,
  normalQuantile,
  reorderPoint,
  smoothedLevel,
  teunterSyntetosBabai,
} from './index.js';

interface PublishedFigures {
  readonly forecasts: readonly {
    readonly series: readonly number[];
    readonly smoothing: Readonly<Record<string, number>>;
    readonly crostonSba: number;
    readonly tsb: number;
  }[];
  readonly quantiles: Readonly<Record<string, number>>;
  readonly safetyStocks: readonly {
    readonly serviceLevel: number;
    readonly demand: DailyDemand;
    readonly leadTime: LeadTime;
    readonly reviewDays: number;
    readonly reorderPoint: number;
  }[];
  readonly orderQuantities: readonly {
    readonly demand: number;
    readonly orderingCost: number;
    readonly holdingCost: number;
    readonly quantity: number;
  }[];
}

const published: PublishedFigures = JSON.parse(
  readFileSync(new URL('../fixtures/published-figures.json', import.meta.url), 'utf8'),
);
const relative = (value: number, figure: number): number =>
  Math.abs(value - figure) / Math.max(1, Math.abs(figure));

describe('the figures of statsforecast, to 1e-9', () => {
  it.each(published.forecasts.map((each, index) => [index, each] as const))('series %i', (_, each) => {
    for (const [alpha, level] of Object.entries(each.smoothing)) {
      expect(relative(smoothedLevel(each.series, Number(alpha)), level)).toBeLessThan(1e-9);
    }
    expect(relative(crostonSba(each.series, 0.1), each.crostonSba)).toBeLessThan(1e-9);
    expect(relative(teunterSyntetosBabai(each.series, 0.2, 0.1), each.tsb)).toBeLessThan(1e-9);
  });
});

describe('the figures of scipy and stockpyl', () => {
  // Acklam's approximation is that close.
  it('has the normal quantiles to a relative 1.2e-9', () => {
    for (const [p, quantile] of Object.entries(published.quantiles)) {
      expect(Math.abs(normalQuantile(Number(p)) - quantile)).toBeLessThanOrEqual(1.2e-9 * Math.abs(quantile));
    }
  });

  it('has the reorder points to a relative 1e-9', () => {
    for (const { serviceLevel, demand, leadTime, reviewDays, ...figure } of published.safetyStocks) {
      const point = reorderPoint(serviceLevel, demand, leadTime, reviewDays);
      expect(relative(point, figure.reorderPoint)).toBeLessThan(1e-9);
    }
  });

  it('has the economic order quantities to a relative 1e-9', () => {
    for (const { demand, orderingCost, holdingCost, quantity } of published.orderQuantities) {
      expect(relative(economicOrderQuantity(demand, orderingCost, holdingCost), quantity)).toBeLessThan(1e-9);
    }
  });
});
