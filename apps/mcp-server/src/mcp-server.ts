import { type AccessPolicy, loadPolicy } from '@stockade/access';
import {
  addPublicRoutes,
  admissionOf,
  answers,
  createServer,
  Denials,
  type Environment,
  issuerAnswers,
  Metrics,
  once,
  Readiness,
  Recorder,
  Refusal,
  Resources,
  type RunningService,
} from '@stockade/service/gate';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { Ledger } from './access/ledger.js';
import { ToolLimits } from './access/tool-limits.js';
import { createApp } from './app.js';
import { McpConfiguration, serverName } from './configuration.js';
import { McpExchange } from './http/mcp-exchange.js';
import { OriginCheck } from './http/origin.js';
import { addResourceMetadata, resourceMetadataUrl } from './http/well-known.js';
import { platformSurface } from './platform-surface.js';
import { Protocol } from './protocol/protocol.js';
import type { SurfaceOf } from './protocol/surface.js';
import { openStores, type Stores } from './stores.js';

/** Makes a token out to this server; what it may do here, the 403 of a tool asks for. */
const FIRST_SCOPE = `audience:${serverName}`;

/**
 * Starts the tool server with what `env` says; resolves when it listens. `surfaceOf` makes what it offers.
 * Throws, with everything closed again, where the configuration or the policy is wrong.
 */
export async function startMcpServer(
  env: Environment,
  surfaceOf: SurfaceOf = platformSurface,
): Promise<RunningService> {
  const configuration = new McpConfiguration(env);
  const policy = loadPolicy(configuration.policyFile);
  const resources = new Resources();
  try {
    const stores = await openStores(configuration, resources);
    return await start({ configuration, policy, resources, stores, surfaceOf });
  } catch (error) {
    await resources.close();
    throw error;
  }
}

interface Boot {
  readonly configuration: McpConfiguration;
  readonly policy: AccessPolicy;
  readonly resources: Resources;
  readonly stores: Stores;
  readonly surfaceOf: SurfaceOf;
}

async function start(boot: Boot): Promise<RunningService> {
  const { configuration, policy, resources, stores } = boot;
  const log = pino({ name: serverName, level: configuration.logLevel });
  const recorder = new Recorder(serverName, stores.writer);
  const resourceMetadata = resourceMetadataUrl(configuration.publicUrl);
  const metrics = new Metrics(serverName);
  const denials = new Denials(log, metrics);
  const refusal = new Refusal(serverName, recorder, denials, log, {
    resourceMetadata,
    firstScope: FIRST_SCOPE,
  });
  const ledger = new Ledger(recorder, refusal);
  const surface = await boot.surfaceOf({ ...boot, ledger, log });
  const readiness = readinessOf(configuration, stores);
  const server = serverOf(boot, refusal, metrics, readiness);
  const scopes = [FIRST_SCOPE, ...surface.scopes];
  addResourceMetadata(server, { ...configuration, scopes });
  surface.addRoutes?.(server);
  const protocol = new Protocol(surface, log);
  const limits = new ToolLimits(policy, stores.limits);
  const exchange = new McpExchange(policy, surface, limits, protocol, ledger);
  const app = await createApp({ server, exchange, refusal, log });
  resources.held(app, (one) => one.close());
  // Closed first, for the application waits until every stream has ended.
  resources.held(protocol, (one) => one.close());
  await app.listen(configuration.port, configuration.host);
  return running(await app.getUrl(), log, readiness, resources);
}

/** Who, from where and how often: answered before a body is read. */
function serverOf(
  { configuration, policy, stores }: Boot,
  refusal: Refusal,
  metrics: Metrics,
  readiness: Readiness,
): FastifyInstance {
  const origin = new OriginCheck(configuration.publicUrl);
  const inner = admissionOf({ name: serverName, configuration, policy }, stores.limits);
  const admission: Parameters<typeof createServer>[1]['admission'] = {
    admit(request, reply) {
      origin.check(request);
      return inner.admit(request, reply);
    },
    remembered: (request) => inner.remembered(request),
  };
  const server = createServer([], { admission, refusal, metrics, draining: () => readiness.draining });
  addPublicRoutes(server, { readiness, metrics });
  return server;
}

function readinessOf({ issuer }: McpConfiguration, { writer, limits }: Stores): Readiness {
  return new Readiness({
    audit: () => writer.healthy(),
    rate_limiter: () => answers(limits),
    issuer: once(() => issuerAnswers(issuer)),
  });
}

function running(url: string, log: Logger, readiness: Readiness, resources: Resources): RunningService {
  return {
    url,
    log,
    // It takes no jobs: nothing that it could lose for good.
    broken: new Promise(() => undefined),
    drain: () => readiness.drain(),
    close: () => {
      readiness.drain();
      return resources.close();
    },
  };
}
