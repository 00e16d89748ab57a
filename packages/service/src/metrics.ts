import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { resultOfStatus } from './request/recorder.js';

const LATENCY_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** Figures of one service, in the Prometheus text format. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Counter({
    name: 'stockade_requests_total',
    help: 'Requests by operation and by how they ended',
    labelNames: ['operation', 'result', 'status'],
    registers: [this.registry],
  });
  readonly #latency = new Histogram({
    name: 'stockade_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer',
    labelNames: ['operation'],
    buckets: LATENCY_BUCKETS_SECONDS,
    registers: [this.registry],
  });
  readonly #jobs = new Counter({
    name: 'stockade_jobs_total',
    help: 'Jobs by name and by how they ended',
    labelNames: ['job', 'result'],
    registers: [this.registry],
  });

  readonly #unanswered = new Counter({
    name: 'stockade_unanswered_connections_total',
    help: 'Connections that were closed without an answer: there were too many, or too much was being turned away',
    registers: [this.registry],
  });

  readonly #alerts = new Counter({
    name: 'stockade_alerts_total',
    help: 'Alerts by kind and by the identity that they are about',
    labelNames: ['alert', 'agent'],
    registers: [this.registry],
  });

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  observe({ context }: FastifyRequest, { statusCode }: FastifyReply): void {
    if (!context || context.isPublic) return;
    const operation = context.action;
    this.#requests.inc({ operation, result: resultOfStatus(statusCode), status: statusCode });
    this.#latency.observe({ operation }, (performance.now() - context.startedAt) / 1000);
  }

  unanswered(): void {
    this.#unanswered.inc();
  }

  alert(alert: string, agent: string): void {
    this.#alerts.inc({ alert, agent });
  }

  job(job: string, result: 'allowed' | 'failed'): void {
    this.#jobs.inc({ job, result });
  }
}
