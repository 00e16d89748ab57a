import { AsyncLocalStorage } from 'node:async_hooks';
import { type AccessPolicy, loadPolicy } from '@stockade/access';
import { createTokenSource, type TokenSource } from '@stockade/auth';
import { type Client, createClient, type Fetch, keepAliveFetch } from '@stockade/clients';
import { inventory, orders, shipments } from '@stockade/contracts';
import { type ConsumerEvent, type JobHandler, startConsumer } from '@stockade/queues';
import { type Logger, pino } from 'pino';
import { AgentMetrics } from './agent-metrics.js';
import {
  type CalledService,
  type Configuration,
  ConfigurationError,
  readConfiguration,
} from './configuration.js';
import { untilIssuerAnswers } from './issuer.js';
import { serveOperations } from './operations-server.js';

/** What an agent works with: the APIs, as itself, and its log. */
export interface AgentContext {
  readonly inventory: Client<typeof inventory>;
  readonly orders: Client<typeof orders>;
  readonly shipments: Client<typeof shipments>;
  readonly log: Logger;
}

export interface AgentDefinition {
  /** Identity of access.yaml. */
  readonly name: string;
  /** One for each job of the queues that the identity consumes. */
  readonly handlers: (context: AgentContext) => JobHandler[];
}

export interface RunningAgent {
  readonly log: Logger;
  /** Ends after the jobs at hand. */
  close(): Promise<void>;
}

const CONCURRENCY = 4;
const HIDDEN = ['authorization', 'token', 'secret', 'password'].flatMap((name) => [
  ...[name, `*.${name}`, `*.*.${name}`],
]);

/**
 * Starts an agent with an identity, a token and a queue credential of its own.
 * @throws ConfigurationError, PolicyError, or Error when handlers do not fit or the queue does not answer
 */
export async function startAgent(
  { name, handlers }: AgentDefinition,
  env: Readonly<Record<string, string | undefined>>,
  onBroken: (error: Error) => void,
): Promise<RunningAgent> {
  const configuration = readConfiguration(name, env);
  const log = pino({ name, level: configuration.logLevel, redact: HIDDEN });
  const tokens = tokensOf(name, loadPolicy(configuration.policyFile), configuration);
  const metrics = new AgentMetrics(name);
  let failing = ['issuer'];
  const { host, port } = configuration;
  const server =
    port === undefined ? undefined : await serveOperations({ host, port }, metrics.registry, () => failing);
  await untilIssuerAnswers(configuration.issuer);
  failing = ['queue'];
  const connections = keepAliveFetch();
  const consumer = await startConsumer({
    consumer: name,
    connection: configuration.queue,
    handlers: handlers({ ...clientsOf(configuration, tokens, connections.fetch), log }).map(traced),
    concurrency: CONCURRENCY,
    onEvent: (event) => {
      metrics.observe(event);
      record(log, event);
      if (event.type === 'broken') onBroken(event.error);
    },
  });
  failing = [];
  return {
    log,
    close: async () => {
      failing = ['shutting_down'];
      await consumer.close();
      connections.close();
      tokens.close();
      server?.close();
    },
  };
}

/** Asks for the scopes of the agent's role at each audience, and for no others. */
function tokensOf(name: string, policy: AccessPolicy, configuration: Configuration): TokenSource {
  const identity = policy.identities.get(name);
  const role = identity && policy.roles.get(identity.role);
  if (!role) throw new ConfigurationError(`${name} cannot start: access.yaml names no such identity.`);
  const { issuer, clientSecretFile } = configuration;
  const scopes = Object.groupBy(role.scopes, (scope) => policy.scopes.get(scope)?.audience ?? '');
  return createTokenSource({
    issuer,
    clientId: name,
    clientSecretFile,
    scopes: scopes as Record<string, string[]>,
  });
}

/** The trace of the job at hand: what an agent calls while it handles a job belongs to the job's story. */
const traceOfJob = new AsyncLocalStorage<string | undefined>();

function traced({ job, perform }: JobHandler): JobHandler {
  return {
    job,
    perform: (envelope, context) => traceOfJob.run(envelope.traceparent, () => perform(envelope, context)),
  };
}

function clientsOf({ urls }: Configuration, tokens: TokenSource, fetch: Fetch): Omit<AgentContext, 'log'> {
  const at = (service: CalledService) => ({
    baseUrl: urls[service],
    token: () => tokens.token(service),
    traceparent: () => traceOfJob.getStore(),
    fetch,
  });
  return {
    inventory: createClient(inventory, at('inventory-api')),
    orders: createClient(orders, at('orders-api')),
    shipments: createClient(shipments, at('shipments-api')),
  };
}

function record(log: Logger, event: ConsumerEvent): void {
  if (event.type === 'completed') {
    log.debug(event, 'job done');
  } else if (event.type === 'stalled') {
    log.warn(event, 'a job was left behind and is delivered again');
  } else {
    const { error, ...facts } = event;
    const level = event.type === 'retried' ? 'warn' : 'error';
    log[level]({ ...facts, err: error }, 'a job did not go through');
  }
}
