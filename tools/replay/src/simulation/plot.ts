import type { TopLevelSpec } from 'vega-lite';
import { svgOf } from '../svg.js';
import type { Frontier } from './frontier.js';

/** Fill rate over stock value, by volume and by line: a line for each rule, a point for each setting. */
export function plotFrontiers(frontiers: readonly Frontier[]): Promise<string> {
  const rows = frontiers.flatMap(({ rule, points }) =>
    points.map(({ setting, summary }) => ({
      rule,
      setting,
      value: summary.averageStockValueUsd / 1e6,
      volume: 100 * summary.fillByVolume,
      line: 100 * summary.fillByLine,
    })),
  );
  const picture = (field: string, title: string) => {
    const x = {
      field: 'value',
      type: 'quantitative' as const,
      title: 'average stock, million USD',
      scale: { type: 'log' as const },
    };
    const y = { field, type: 'quantitative' as const, title, scale: { zero: false } };
    const color = {
      field: 'rule',
      type: 'nominal' as const,
      title: null,
      sort: null,
      legend: { orient: 'top' as const, labelLimit: 400, columns: 1 },
    };
    return {
      width: 720,
      height: 240,
      encoding: { x, y, color },
      layer: [
        { mark: { type: 'line' as const, strokeWidth: 1.5, point: true } },
        {
          mark: { type: 'text' as const, dy: -8, fontSize: 9 },
          encoding: { text: { field: 'setting', type: 'nominal' as const } },
        },
      ],
    };
  };
  const spec: TopLevelSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    data: { values: rows },
    vconcat: [picture('volume', '% of volume met'), picture('line', '% of lines met in full')],
  };
  return svgOf(spec);
}
