import type { Measurement } from '../measure/measurement.js';
import type { Ratio, Report, Table } from '../report/report.js';
import { spreadCell } from '../report/section.js';
import { differenceOf, ratioOf, type Spread, spreadOf } from '../report/statistics.js';
import { names } from './contestants.js';
import type { Method } from './mcp-requests.js';

/** What all did under one kind of load, by round. */
export interface Trial {
  readonly method: Method;
  readonly connections: number;
  readonly measurements: ReadonlyMap<string, readonly Measurement[]>;
}

type Figure = Exclude<keyof Measurement, 'answers'>;

const text = [
  `${names.bare}: the MCP SDK on Node's own HTTP server, one tool with one prepared query, on the login of the ` +
    'role; no token, no scope, no limit, no record. ' +
    `${names.rest}: inventory-api as the runner starts it, asked for the same level by a GET. ` +
    `${names.ours}: the tool server as the runner starts it, and inventory-api behind it: token, scope, limits of ` +
    'agent and tool, arguments and conditions, a token exchanged for that API and scope (from an issuer on loopback, ' +
    'once a minute; kept meanwhile), and two audit records for each call, counted after every round.',
  `Keep-alive connections, the protocol of 2026-07-28, over 1,000 of 10,000 levels; every server has answered for ` +
    `eight seconds before the first turn. ${names.ours} lists all tools of ` +
    `its caller's role, ${names.bare} its one. The load comes from one process on the same machine. CPU is that of ` +
    `the server named; a call of ${names.ours} costs that of inventory-api beside it.`,
];

const columns: readonly [head: string, figure: Figure, digits: number][] = [
  ['calls/s', 'throughput', 0],
  ['p50 ms', 'p50Ms', 2],
  ['p99 ms', 'p99Ms', 2],
  ['CPU µs', 'serverCpuUs', 0],
  ['Postgres CPU µs', 'postgresCpuUs', 0],
  ['RSS MB', 'rssMb', 0],
];

export function reportMcp(trials: readonly Trial[]): Report {
  return {
    name: 'mcp',
    text,
    tables: trials.map(tableOf),
    plot: {
      title: `Throughput over that of ${names.bare}`,
      panelTitle: 'method',
      groupTitle: 'connections',
    },
    ratios: trials.flatMap(ratiosOf),
    measurements: trials.map(({ measurements, ...kind }) => ({
      ...kind,
      measurements: Object.fromEntries(measurements),
    })),
  };
}

function tableOf(trial: Trial): Table {
  const hasRest = trial.measurements.has(names.rest);
  return {
    caption: `${trial.method}, ${trial.connections} connections (medians)`,
    head: [
      '',
      `throughput over ${names.bare}`,
      ...(hasRest ? [`p50 ms above ${names.rest}`] : []),
      ...columns.map(([head]) => head),
    ],
    rows: [...trial.measurements.keys()].map((name) => [
      name,
      spreadCell(overBare(trial, name)),
      ...(hasRest
        ? [spreadCell(differenceOf(values(trial, name, 'p50Ms'), values(trial, names.rest, 'p50Ms')))]
        : []),
      ...columns.map(([, figure, digits]) => spreadOf(values(trial, name, figure)).median.toFixed(digits)),
    ]),
  };
}

const ratiosOf = (trial: Trial): Ratio[] =>
  [...trial.measurements.keys()]
    .filter((name) => name !== names.bare)
    .map((series) => ({
      panel: trial.method,
      group: String(trial.connections),
      series,
      ratio: overBare(trial, series),
    }));

const overBare = (trial: Trial, name: string): Spread =>
  ratioOf(values(trial, name, 'throughput'), values(trial, names.bare, 'throughput'));

const values = ({ measurements }: Trial, name: string, figure: Figure): number[] =>
  (measurements.get(name) ?? []).map((measurement) => measurement[figure]);
