import type { TopLevelSpec } from 'vega-lite';
import type { EtaScore } from './eta-score.js';
import { svgOf } from './svg.js';

/** How many days before the promised day late shipments were called late. */
export function plotEta({ leads }: EtaScore): Promise<string> {
  const spec: TopLevelSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    data: { values: leads.map((lead) => ({ lead })) },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          x: {
            field: 'lead',
            type: 'quantitative',
            bin: { step: 2 },
            title: 'days from the flag to the promised day (negative: flagged after it)',
          },
          y: { aggregate: 'count', type: 'quantitative', title: 'late shipments flagged' },
        },
      },
      {
        mark: { type: 'rule', color: 'firebrick', strokeWidth: 2 },
        encoding: { x: { aggregate: 'median', field: 'lead', type: 'quantitative' } },
      },
    ],
    width: 720,
    height: 200,
  };
  return svgOf(spec);
}
