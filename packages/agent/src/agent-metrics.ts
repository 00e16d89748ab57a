import type { ConsumerEvent } from '@stockade/queues';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** Figures of one agent, in the Prometheus text format. */
export class AgentMetrics {
  readonly registry = new Registry();
  readonly #jobs = new Counter({
    name: 'stockade_jobs_total',
    help: 'Jobs by name and by what became of them',
    labelNames: ['job', 'result'],
    registers: [this.registry],
  });
  readonly #duration = new Histogram({
    name: 'stockade_job_duration_seconds',
    help: 'Time that a completed job took',
    labelNames: ['job'],
    buckets: BUCKETS_SECONDS,
    registers: [this.registry],
  });

  constructor(agent: string) {
    this.registry.setDefaultLabels({ service: agent });
    collectDefaultMetrics({ register: this.registry });
  }

  observe(event: ConsumerEvent): void {
    if ('job' in event) this.#jobs.inc({ job: event.job, result: event.type });
    if (event.type === 'completed') this.#duration.observe({ job: event.job }, event.seconds);
  }
}
