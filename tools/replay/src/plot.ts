import type { TopLevelSpec } from 'vega-lite';
import type { Outcome } from './outcome.js';
import { svgOf } from './svg.js';

interface Series {
  readonly name: string;
  readonly outcome: Outcome;
}

const WINDOW_DAYS = 90;

/** Two pictures over the same days: value of the stock, and share of the needed volume met in the last 90 days. */
export function plotReplay(series: readonly Series[]): Promise<string> {
  const rows = series.flatMap(({ name, outcome }) =>
    outcome.days.map((day, index) => ({
      rule: name,
      day: day.day,
      value: day.stockValueUsd / 1e6,
      fill: 100 * recentFill(outcome, index),
    })),
  );
  const picture = (field: string, title: string) => ({
    width: 720,
    height: 200,
    mark: { type: 'line' as const, strokeWidth: 1.5 },
    encoding: {
      x: { field: 'day', type: 'temporal' as const, title: null },
      y: { field, type: 'quantitative' as const, title },
      color: {
        field: 'rule',
        type: 'nominal' as const,
        title: null,
        legend: { orient: 'top' as const, labelLimit: 0 },
      },
    },
  });
  const spec: TopLevelSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    data: { values: rows },
    vconcat: [
      picture('value', 'stock, million USD'),
      picture('fill', `% of volume met, last ${WINDOW_DAYS} days`),
    ],
  };
  return svgOf(spec);
}

function recentFill({ days }: Outcome, index: number): number {
  const window = days.slice(Math.max(0, index - WINDOW_DAYS + 1), index + 1);
  const needed = window.reduce((sum, day) => sum + day.quantity, 0);
  return needed === 0 ? 1 : window.reduce((sum, day) => sum + day.issued, 0) / needed;
}
