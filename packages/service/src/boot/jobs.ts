import { type ConsumerEvent, collectResults, queueConnectionFromEnv, startConsumer } from '@stockade/queues';
import type { Logger } from 'pino';
import { type Configuration, ConfigurationError } from '../configuration.js';
import type { ServiceDefinition } from '../definition.js';
import type { JobConsumer, ServiceJobs } from '../jobs.js';
import type { Resources } from './resources.js';

interface JobParts extends Omit<ServiceDefinition, 'consumers'> {
  readonly consumers: readonly JobConsumer[];
  readonly configuration: Configuration;
  readonly resources: Resources;
  readonly jobs: ServiceJobs;
  readonly log: Logger;
  /** The queue is lost, and only another process takes its jobs up again. */
  readonly onBroken: (cause: Error) => void;
}

const CONCURRENCY = 4;

/** Starts taking up the jobs of the service and the results that it collects. */
export async function startJobs(parts: JobParts): Promise<void> {
  const { name, configuration, resources, jobs, log, consumers, collectors = [] } = parts;
  if (consumers.length + collectors.length === 0) return;
  const connection = connectionOf(configuration, name);
  if (consumers.length > 0) {
    const handlers = consumers.map((one) => jobs.handler(one));
    const onEvent = (event: ConsumerEvent) => report(event, parts);
    const options = { consumer: name, connection, handlers, concurrency: CONCURRENCY, onEvent };
    resources.held(await startConsumer(options), (one) => one.close());
  }
  for (const collector of collectors) {
    const collecting = await collectResults({
      connection,
      job: collector.job,
      take: (result, jobId) => jobs.take(collector, result, jobId),
      onError: (error) => log.error({ err: error, job: collector.job.name }, 'a result was not taken'),
    });
    resources.held(collecting, (one) => one.close());
  }
}

function connectionOf({ env }: Configuration, identity: string) {
  try {
    return queueConnectionFromEnv(env, identity);
  } catch (error) {
    throw new ConfigurationError(error instanceof Error ? error.message : String(error));
  }
}

function report(event: ConsumerEvent, { log, onBroken }: JobParts): void {
  if (event.type === 'completed') return;
  const { type, ...facts } = event;
  log.warn('error' in facts ? { ...facts, err: facts.error } : facts, `job ${type}`);
  if (event.type === 'broken') onBroken(event.error);
}
