import { expect, it } from 'vitest';
import { plotRatios } from './plot.js';
import type { Report } from './report.js';
import { sectionOf, spreadCell } from './section.js';

const spread = { median: 1.016, min: 0.981, max: 1.1 };
const report: Report = {
  name: 'http',
  text: ['Compared so.'],
  tables: [{ caption: 'read', head: ['', 'ratio'], rows: [['ours', spreadCell(spread)]] }],
  plot: { title: 'throughput', panelTitle: 'operation', groupTitle: 'connections' },
  ratios: [{ panel: 'read', group: '16', series: 'ours', ratio: spread }],
  measurements: {},
};

it('names the machine, and shows the median with its spread', () => {
  const machine = {
    processor: 'CPU',
    cores: 2,
    memoryGiB: 8,
    node: 'v24.0.0',
    commit: 'abc',
    at: '2026-01-02T03:04:05Z',
  };
  expect(sectionOf(report, machine, 'bench/x.svg')).toBe(`## \`http\`, 2026-01-02 03:04 UTC, abc

CPU, 2 cores, 8 GiB; Node v24.0.0.

Compared so.

**read**

|  | ratio |
|---|---:|
| ours | 1.02 (0.98–1.10) |

![http](bench/x.svg)
`);
});

it('draws every series', async () => {
  const svg = await plotRatios(report);
  expect(svg).toMatch(/^<svg/);
  expect(svg).toContain('>ours<');
});
