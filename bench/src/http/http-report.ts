import type { Measurement } from '../measure/measurement.js';
import type { Ratio, Report, Table } from '../report/report.js';
import { spreadCell } from '../report/section.js';
import { ratioOf, type Spread, spreadOf } from '../report/statistics.js';
import { type Contest, manyTokens, names, withMany } from './contestants.js';
import type { Trial } from './trial.js';

type Figure = Exclude<keyof Measurement, 'answers'>;

const text = [
  `${names.bare}: Fastify and pg with a named prepared statement and a response schema; no security, no record; ` +
    'a write is one UPDATE of the level. ' +
    `${names.nest}: Fastify adapter, passport-jwt with jwks-rsa (RS256), a TypeORM repository; a write finds and ` +
    'saves in a transaction; no scopes, no limit, no record. ' +
    `${names.ours}: the process of inventory-api as the runner starts it: token (ES256), scope, condition, limit, ` +
    "the role's own Postgres login, and one audit record for each answer, counted after every round. A write is the " +
    'level, its movement, the answer kept under its Idempotency-Key and the record, in one commit; the calendar is ' +
    'closed, so that it announces no job. ' +
    `${names.recorded}: ${names.bare} with the cheapest durable record of each answer, in the same statement, and ` +
    'nothing else: what a record costs without any security.',
  `All get the same bytes: a GET of one level or a POST of one adjustment, over 1,000 of 10,000 levels, with a token ` +
    `and, for writes, an Idempotency-Key that ${names.bare} and ${names.nest} ignore. The load comes from one process ` +
    'of autocannon on the same machine, whose own cost is in every throughput and draws the ratios towards 1; the ' +
    'processor time for an answer is free of it. Every server has answered for five seconds before the first turn.',
];

const columns: readonly [head: string, figure: Figure, digits: number][] = [
  ['answers/s', 'throughput', 0],
  ['p50 ms', 'p50Ms', 2],
  ['p99 ms', 'p99Ms', 2],
  ['CPU µs', 'serverCpuUs', 0],
  ['Postgres CPU µs', 'postgresCpuUs', 0],
  ['RSS MB', 'rssMb', 0],
];

export function reportHttp({ baseline, contestants }: Contest, trials: readonly Trial[]): Report {
  const contenders = contestants.map(({ name }) => name);
  return {
    name: 'http',
    text,
    tables: [
      ...trials.map((trial) => figuresTable(trial, contenders, baseline.name)),
      comparisonTable(trials),
    ],
    plot: {
      title: `Throughput over that of ${baseline.name}`,
      panelTitle: 'request',
      groupTitle: 'connections',
    },
    ratios: trials.flatMap((trial) => ratiosOf(trial, contenders, baseline.name)),
    measurements: trials.map(({ measurements, ...kind }) => ({
      ...kind,
      measurements: Object.fromEntries(measurements),
    })),
  };
}

function figuresTable(trial: Trial, contenders: readonly string[], baseline: string): Table {
  return {
    caption: `${trial.operation}, ${trial.connections} connections (medians)`,
    head: ['', `throughput over ${baseline}`, 'p99 over it', ...columns.map(([head]) => head)],
    rows: contenders.map((name) => [
      name,
      spreadCell(compared(trial, name, baseline, 'throughput')),
      compared(trial, name, baseline, 'p99Ms').median.toFixed(2),
      ...columns.map(([, figure, digits]) => spreadOf(valuesOf(trial, name, figure)).median.toFixed(digits)),
    ]),
  };
}

/** Ours beside the usual, and many tokens beside one. */
function comparisonTable(trials: readonly Trial[]): Table {
  return {
    caption: 'Throughput beside others',
    head: [
      '',
      `${names.ours} over ${names.nest}`,
      `${names.ours} over ${names.recorded}`,
      `${names.ours}: ${manyTokens} tokens over one`,
    ],
    rows: trials.map((trial) => [
      `${trial.operation}, ${trial.connections}`,
      spreadCell(compared(trial, names.ours, names.nest, 'throughput')),
      spreadCell(compared(trial, names.ours, names.recorded, 'throughput')),
      spreadCell(compared(trial, withMany(names.ours), names.ours, 'throughput')),
    ]),
  };
}

function ratiosOf(trial: Trial, contenders: readonly string[], baseline: string): Ratio[] {
  return contenders
    .filter((name) => name !== baseline)
    .map((series) => ({
      panel: trial.operation,
      group: String(trial.connections),
      series,
      ratio: compared(trial, series, baseline, 'throughput'),
    }));
}

function compared(trial: Trial, name: string, baseline: string, figure: Figure): Spread {
  return ratioOf(valuesOf(trial, name, figure), valuesOf(trial, baseline, figure));
}

const valuesOf = ({ measurements }: Trial, name: string, figure: Figure): number[] =>
  (measurements.get(name) ?? []).map((measurement) => measurement[figure]);
