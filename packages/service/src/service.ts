import { type AccessPolicy, loadPolicy } from '@stockade/access';
import {
  governance,
  inventory,
  type OperationSpec,
  orders,
  type ServiceName,
  shipments,
} from '@stockade/contracts';
import { pino } from 'pino';
import { admissionOf } from './boot/admission.js';
import { createApp } from './boot/app.js';
import { forgetAnswers } from './boot/forget-answers.js';
import { requireOneHandlerEach } from './boot/handlers.js';
import { issuerAnswers } from './boot/issuer-answers.js';
import { startJobs } from './boot/jobs.js';
import { answers } from './boot/platform-pool.js';
import { Resources } from './boot/resources.js';
import type { RunningService } from './boot/run.js';
import { serviceItself } from './boot/self.js';
import { openStores, type Stores } from './boot/stores.js';
import { Configuration, type Environment } from './configuration.js';
import type { ServiceDefinition } from './definition.js';
import { addPublicRoutes } from './http/public-routes.js';
import { once, Readiness } from './http/readiness.js';
import { createServer } from './http/server.js';
import { ServiceJobs } from './jobs.js';
import { Metrics } from './metrics.js';
import { servedDocument } from './openapi/served-document.js';
import { Denials } from './request/denials.js';
import { IdempotentAnswers } from './request/idempotency.js';
import { RequestPipeline } from './request/pipeline.js';
import { Recorder } from './request/recorder.js';
import { Refusal } from './request/refusal.js';

const platformOperations: readonly OperationSpec[] = [inventory, orders, shipments, governance].flatMap(
  (one) => Object.values(one),
);

/**
 * Starts a service with what `env` says; resolves when it listens. `operations` are those of all services.
 * Throws, with everything closed again, where the configuration, the policy or a declaration is wrong.
 */
export async function startService(
  definition: ServiceDefinition,
  env: Environment,
  operations = platformOperations,
): Promise<RunningService> {
  const contracts = operations.filter(({ service }) => service === definition.name);
  const configuration = new Configuration(env);
  const policy = loadPolicy(configuration.policyFile);
  requireOneHandlerEach(contracts, definition.operations);
  const resources = new Resources();
  try {
    return await start({ ...definition, contracts, configuration, policy, resources });
  } catch (error) {
    await resources.close();
    throw error;
  }
}

interface Boot extends ServiceDefinition {
  readonly contracts: readonly OperationSpec[];
  readonly configuration: Configuration;
  readonly policy: AccessPolicy;
  readonly resources: Resources;
}

async function start(boot: Boot): Promise<RunningService> {
  const { name, contracts, configuration, policy, resources } = boot;
  const log = pino({ name, level: configuration.logLevel });
  const metrics = new Metrics(name);
  const stores = await openStores(boot);
  const { database } = stores;
  const recorder = new Recorder(name, stores.writer);
  const refusal = new Refusal(name, recorder, new Denials(log, metrics), log);
  const readiness = readinessOf(configuration, stores);
  const admission = admissionOf(boot, stores.limits);
  const document = await servedDocument(boot.openapi, configuration.issuer);
  const server = createServer(contracts, { admission, refusal, metrics, draining: () => readiness.draining });
  addPublicRoutes(server, { readiness, metrics, document });
  const answers = new IdempotentAnswers(schemaOf(name));
  const self = serviceItself(policy, name);
  const pipeline = new RequestPipeline(policy, database, answers, recorder);
  const app = await createApp({ ...boot, server, pipeline, refusal, log });
  resources.held(app, (one) => one.close());
  resources.held(forgetAnswers(answers, database, self, log), (one) => one.close());
  const jobs = new ServiceJobs(self, database, recorder, metrics);
  const { promise: broken, resolve: onBroken } = Promise.withResolvers<Error>();
  const consumers = (boot.consumers ?? []).map((one) => (typeof one === 'function' ? app.get(one) : one));
  await startJobs({ ...boot, consumers, jobs, log, onBroken });
  await app.listen(configuration.port, configuration.host);
  const url = await app.getUrl();
  const close = () => {
    readiness.drain();
    return resources.close();
  };
  return { url, log, broken, drain: () => readiness.drain(), close };
}

function readinessOf({ issuer }: Configuration, { database, writer, limits }: Stores): Readiness {
  return new Readiness({
    database: () => database.healthy(),
    audit: () => writer.healthy(),
    rate_limiter: () => answers(limits),
    issuer: once(() => issuerAnswers(issuer)),
  });
}

/** `inventory-api` owns the schema `inventory`. */
const schemaOf = (service: ServiceName): string => service.replace(/-api$/, '');
