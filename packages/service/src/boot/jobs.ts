import { queueConnectionFromEnv, startConsumer } from '@stockade/queues';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration.js';
import type { ServiceJobs } from '../jobs.js';
import type { ServiceDefinition } from '../service.js';
import type { Resources } from './resources.js';

interface JobParts extends ServiceDefinition {
  readonly configuration: Configuration;
  readonly resources: Resources;
  readonly jobs: ServiceJobs;
  readonly log: Logger;
}

const CONCURRENCY = 4;

/** Starts taking up the jobs of the service and the results that it collects. */
export async function startJobs(parts: JobParts): Promise<void> {
  const { name, configuration, resources, jobs, log, consumers = [], collectors = [] } = parts;
  if (consumers.length + collectors.length === 0) return;
  const connection = queueConnectionFromEnv(configuration.env, name);
  if (consumers.length > 0) {
    const consumer = await startConsumer({
      consumer: name,
      connection,
      handlers: consumers.map((one) => jobs.handler(one)),
      concurrency: CONCURRENCY,
      onEvent: (event) => {
        if (event.type !== 'completed') log.warn(event, 'a job did not go through');
      },
    });
    resources.held(consumer, (one) => one.close());
  }
}
