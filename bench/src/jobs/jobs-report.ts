import type { Ratio, Report, Table } from '../report/report.js';
import { spreadCell } from '../report/section.js';
import { ratioOf, type Spread, spreadOf } from '../report/statistics.js';
import { consumerConcurrency } from './assignment.js';
import { names } from './contestants.js';
import type { QueueBackend } from './queue-rig.js';

export interface Measurement {
  readonly jobs: number;
  readonly perSecond: number;
  /** From before the job is told of until it is handled, at 50 jobs a second. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Microseconds of processor time for a job, of every process that it passes through. */
  readonly cpuUs: number;
}

/** What each contestant did on one backend, by round. */
export interface Trial {
  readonly backend: QueueBackend;
  readonly measurements: ReadonlyMap<string, readonly Measurement[]>;
}

const text = [
  `${names.bare}: \`add\` and a worker that does nothing, as an administrator. ${names.noop}: the job is enqueued in ` +
    'a transaction of its own on the producing role’s login; on Redis that is a row of the outbox, which the relay ' +
    `carries; the consumer takes it with its own credential and does nothing. ${names.effect}: the agent has ` +
    'inventory-api, the process that the runner starts, book the goods with its token; receipts, movements and audit ' +
    'records are counted after every round, exactly one each.',
  `One producer, one consumer with ${consumerConcurrency} jobs at a time, 500 jobs under way for the throughput and ` +
    'the processor time, 50 jobs a second for the latency from before the transaction until the job is handled. ' +
    'Redis appends to its file and syncs it every second, Postgres syncs each commit.',
];

export function reportJobs(trials: readonly Trial[]): Report {
  return {
    name: 'jobs',
    text,
    tables: trials.map(figures),
    plot: { title: `Jobs a second over ${names.bare}`, panelTitle: 'queues on', groupTitle: '' },
    ratios: trials.flatMap(ratiosOf),
    measurements: trials.map(({ backend, measurements }) => ({
      backend,
      measurements: Object.fromEntries(measurements),
    })),
  };
}

function figures(trial: Trial): Table {
  return {
    caption: `Queues on ${trial.backend} (medians)`,
    head: ['', `jobs/s over ${names.bare}`, 'jobs/s', 'p50 ms', 'p99 ms', 'CPU µs'],
    rows: [...trial.measurements.keys()].map((name) => {
      const middle = (figure: keyof Measurement) => spreadOf(valuesOf(trial, name, figure)).median;
      return [
        name,
        spreadCell(compared(trial, name)),
        middle('perSecond').toFixed(0),
        middle('p50Ms').toFixed(1),
        middle('p99Ms').toFixed(1),
        middle('cpuUs').toFixed(0),
      ];
    }),
  };
}

const ratiosOf = (trial: Trial): Ratio[] =>
  [names.noop, names.effect].map((series) => ({
    panel: trial.backend,
    group: 'jobs',
    series,
    ratio: compared(trial, series),
  }));

const compared = (trial: Trial, name: string): Spread =>
  ratioOf(valuesOf(trial, name, 'perSecond'), valuesOf(trial, names.bare, 'perSecond'));

const valuesOf = ({ measurements }: Trial, name: string, figure: keyof Measurement): number[] =>
  (measurements.get(name) ?? []).map((measurement) => measurement[figure]);
