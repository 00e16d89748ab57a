import type { Ratio, Report, Table } from '../report/report.js';
import { spreadCell } from '../report/section.js';
import { ratioOf, type Spread, spreadOf } from '../report/statistics.js';
import { consumerConcurrency } from './assignment.js';
import { names } from './contestants.js';
import { underWay } from './job-load.js';
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
  /** How many jobs were told of at once: added, or enqueued in one transaction. */
  readonly together: number;
  readonly measurements: ReadonlyMap<string, readonly Measurement[]>;
}

const text = [
  `${names.bare}: \`add\`, or \`addBulk\` of 100, and a worker that does nothing, as an administrator. ` +
    `${names.noop}: one job, or 100 as at the close of a business day, enqueued in a transaction on the producing ` +
    "role's login; on Redis these are rows of the outbox, which the relay carries; the consumer takes them with its " +
    `own credential and does nothing. ${names.effect}: the agent has inventory-api, the process that the runner ` +
    'starts, book the goods with its token; receipts, movements and audit records are counted after every round, ' +
    'exactly one each.',
  `One producer, one consumer with ${consumerConcurrency} jobs at a time. Throughput and processor time with ` +
    `${underWay(1)} jobs under way one by one, ${underWay(100)} by the hundred; latency at 50 single jobs a second, ` +
    'from before the transaction until the job is handled. Postgres syncs every commit, Redis its file once a ' +
    'second: a job that is enqueued alone pays for a durable commit that bare BullMQ on Redis does not make.',
];

export function reportJobs(trials: readonly Trial[]): Report {
  return {
    name: 'jobs',
    text,
    tables: trials.map(figures),
    plot: {
      title: `Jobs a second over ${names.bare}`,
      panelTitle: 'queues on',
      groupTitle: 'jobs told of together',
    },
    ratios: trials.flatMap(ratiosOf),
    measurements: trials.map(({ measurements, ...kind }) => ({
      ...kind,
      measurements: Object.fromEntries(measurements),
    })),
  };
}

function figures(trial: Trial): Table {
  return {
    caption: `Queues on ${trial.backend}, ${trial.together === 1 ? 'one by one' : `${trial.together} together`} (medians)`,
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
  [...trial.measurements.keys()]
    .filter((name) => name !== names.bare)
    .map((series) => ({
      panel: trial.backend,
      group: String(trial.together),
      series,
      ratio: compared(trial, series),
    }));

const compared = (trial: Trial, name: string): Spread =>
  ratioOf(valuesOf(trial, name, 'perSecond'), valuesOf(trial, names.bare, 'perSecond'));

const valuesOf = ({ measurements }: Trial, name: string, figure: keyof Measurement): number[] =>
  (measurements.get(name) ?? []).map((measurement) => measurement[figure]);
