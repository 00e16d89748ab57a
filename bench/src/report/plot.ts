import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Report } from './report.js';

/** Ratios to the baseline as SVG: a dot at the median, a line from the least to the greatest round. */
export async function plotRatios({ plot, ratios }: Report): Promise<string> {
  const values = ratios.map(({ panel, group, series, ratio }) => ({ panel, group, series, ...ratio }));
  const x = {
    field: 'group',
    type: 'nominal' as const,
    title: plot.groupTitle,
    sort: null,
    axis: { labelAngle: 0 },
  };
  const xOffset = { field: 'series' };
  const color = {
    field: 'series',
    type: 'nominal' as const,
    title: null,
    legend: { orient: 'top' as const, labelLimit: 0 },
  };
  const scale = { type: 'log' as const };
  const title = 'times the baseline';
  const spec: TopLevelSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: plot.title,
    background: 'white',
    data: { values },
    facet: { column: { field: 'panel', type: 'nominal', title: plot.panelTitle, sort: null } },
    spec: {
      width: 320,
      height: 260,
      layer: [
        { mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { y: { datum: 1 } } },
        {
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: {
            x,
            xOffset,
            color,
            y: { field: 'min', type: 'quantitative', scale, title },
            y2: { field: 'max' },
          },
        },
        {
          mark: { type: 'point', filled: true, size: 60 },
          encoding: { x, xOffset, color, y: { field: 'median', type: 'quantitative', scale, title } },
        },
      ],
    },
  };
  return new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' }).toSVG();
}
