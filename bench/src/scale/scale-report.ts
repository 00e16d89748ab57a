import type { Measurement } from '../measure/measurement.js';
import type { Ratio, Report, Table } from '../report/report.js';
import { spreadCell } from '../report/section.js';
import { ratioOf, type Spread, spreadOf } from '../report/statistics.js';

/** What an operation cost in each database, by round; the smallest database first. */
export interface Trial {
  readonly operation: string;
  readonly measurements: ReadonlyMap<string, readonly Measurement[]>;
}

const text = [
  'The processes of the platform as the runner starts them, 16 connections, each volume in a Postgres of its own: ' +
    'so many movements and as many audit records; a tenth as many orders with a line each and events of shipments, a ' +
    'fiftieth as many shipments; 10,000 SKUs, or 100,000 in the last. Requests go to 2,000 places that are scattered ' +
    'over all that there is, with a record of each. Cost is processor time of server and Postgres for an answer. A ' +
    'ratio of 1 is flat; what ten million rows cost more is reading what no cache holds.',
];

const costs: readonly [name: string, of: (one: Measurement) => number, digits: number][] = [
  ['CPU µs', ({ serverCpuUs, postgresCpuUs }) => serverCpuUs + postgresCpuUs, 0],
  ['p50 ms', ({ p50Ms }) => p50Ms, 2],
];

export function reportScale(trials: readonly Trial[]): Report {
  return {
    name: 'scale',
    text,
    tables: trials.map(figures),
    plot: { title: 'Cost of a request over that at 10^3 rows', panelTitle: 'operation', groupTitle: '' },
    ratios: trials.flatMap(ratiosOf),
    measurements: trials.map(({ operation, measurements }) => ({
      operation,
      measurements: Object.fromEntries(measurements),
    })),
  };
}

function figures({ operation, measurements }: Trial): Table {
  return {
    caption: `${operation} (medians)`,
    head: ['', ...costs.flatMap(([name]) => [name, 'over the smallest']), 'p99 ms'],
    rows: [...measurements].map(([volume, rounds]) => [
      volume,
      ...costs.flatMap(([, cost, digits]) => [
        spreadOf(rounds.map(cost)).median.toFixed(digits),
        spreadCell(compared(measurements, rounds, cost)),
      ]),
      spreadOf(rounds.map(({ p99Ms }) => p99Ms)).median.toFixed(2),
    ]),
  };
}

const ratiosOf = ({ operation, measurements }: Trial): Ratio[] =>
  [...measurements].slice(1).flatMap(([group, rounds]) =>
    costs.map(([series, cost]) => ({
      panel: operation,
      group,
      series,
      ratio: compared(measurements, rounds, cost),
    })),
  );

function compared(
  measurements: Trial['measurements'],
  rounds: readonly Measurement[],
  cost: (one: Measurement) => number,
): Spread {
  const [smallest = []] = measurements.values();
  return ratioOf(rounds.map(cost), smallest.map(cost));
}
