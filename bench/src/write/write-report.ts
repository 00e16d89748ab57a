import type { Measurement } from '../measure/measurement.js';
import type { Report } from '../report/report.js';
import { spreadCell } from '../report/section.js';
import { ratioOf, spreadOf } from '../report/statistics.js';
import type { PgbenchResult } from './pgbench.js';

const text = [
  'The audited adjustment of inventory-api, over HTTP with everything on, beside the same two statements in one ' +
    'transaction from pgbench on the same login (prepared, one thread): the level with its movement, and the audit ' +
    'record. pgbench speaks no HTTP, verifies nothing and keeps no answer under an Idempotency-Key: it is the limit.',
];

/** What both did with a number of clients, by round. */
export interface Trial {
  readonly clients: number;
  readonly ours: readonly Measurement[];
  readonly limit: readonly PgbenchResult[];
}

export function reportWrites(trials: readonly Trial[]): Report {
  const ratios = trials.map(({ clients, ours, limit }) => ({
    panel: 'audited adjustment',
    group: String(clients),
    series: 'ours',
    ratio: ratioOf(
      ours.map(({ throughput }) => throughput),
      limit.map(({ throughput }) => throughput),
    ),
  }));
  const middle = (values: readonly number[], digits: number) => spreadOf(values).median.toFixed(digits);
  return {
    name: 'write',
    text,
    tables: [
      {
        caption: 'Audited adjustments (medians)',
        head: ['clients', 'ours over pgbench', 'ours/s', 'pgbench/s', 'Postgres CPU µs, ours', 'pgbench'],
        rows: trials.map(({ clients, ours, limit }, index) => [
          String(clients),
          ratios[index] ? spreadCell(ratios[index].ratio) : '',
          middle(
            ours.map(({ throughput }) => throughput),
            0,
          ),
          middle(
            limit.map(({ throughput }) => throughput),
            0,
          ),
          middle(
            ours.map(({ postgresCpuUs }) => postgresCpuUs),
            0,
          ),
          middle(
            limit.map(({ postgresCpuUs }) => postgresCpuUs),
            0,
          ),
        ]),
      },
    ],
    plot: { title: 'Throughput over that of pgbench', panelTitle: '', groupTitle: 'clients' },
    ratios,
    measurements: trials,
  };
}
