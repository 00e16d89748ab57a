import { type AccessPolicy, approvalPagesClient } from '@stockade/access';
import type { ServiceName } from '@stockade/contracts';
import type { Ports } from './ports.js';
import type { QueueBackend } from './provision/queue.js';
import { isClient, usesQueues } from './secrets/platform-secrets.js';
import type { SecretName } from './secrets/secret-store.js';

/** One process of the platform: what runs, what must be there before, what it may know. */
export interface ProcessSpec {
  readonly name: string;
  /** Script, from the root of the repository. */
  readonly entry: string;
  /** Answers `/health/ready`. */
  readonly port: number;
  /** Names of other processes, and of the steps of a start, that come first. */
  readonly needs: readonly string[];
  /** Names of those that it waits for by itself: they start beside it. */
  readonly beside: readonly string[];
  /** Of its Node. */
  readonly nodeFlags: readonly string[];
  /** The only secrets that its directory holds. */
  readonly secrets: readonly SecretName[];
  /** Its environment, once the backing services are there. */
  env(backing: Backing): Readonly<Record<string, string>>;
}

/** Where the backing services answer, and to whom. */
export interface Backing {
  readonly issuer: string;
  readonly keycloak: { readonly url: string; readonly adminUser: string; readonly adminPasswordFile: string };
  readonly database: {
    /** With the administrator's password: for the runner alone. */
    readonly adminUrl: string;
    readonly host: string;
    readonly port: number;
    readonly name: string;
  };
  /** Undefined on BullMQ's Postgres backend. */
  readonly redis: { readonly adminUrl: string; readonly host: string; readonly port: number } | undefined;
}

export interface Place {
  readonly policy: AccessPolicy;
  readonly policyFile: string;
  readonly ports: Ports;
  readonly queue: QueueBackend;
  /** The delivery history that the world replays. */
  readonly history: string;
  /** Directory where the world keeps from one start to the next what is in hand outside, and its scenarios. */
  readonly state: string;
  /** Unix socket on which the world takes scenarios. */
  readonly worldControl: string;
  /** Pace of the world, where whoever starts the stack sets one. */
  readonly worldPace: Readonly<Record<string, string>>;
  /** How long orders-api collects requests in a draft, where whoever starts the stack says it. */
  readonly orderWindow: Readonly<Record<string, string>>;
}

/**
 * For small servers (figures in docs/adr/0010-memory-of-a-process.md): a young generation of half the usual size, and a
 * collection of the old one when it has grown by a third instead of some four times. As in docker-compose.yml.
 */
const small = ['--max-semi-space-size=8', '--heap-growing-percent=30'];
/** A message of MCP leaves several times the garbage of a request: so little room would cost it a third of its calls. */
const roomy = ['--max-semi-space-size=32'];

/** What agents and gateways call. */
const apis = ['inventory-api', 'orders-api', 'shipments-api'] as const;
type AgentName = 'inventory-bot' | 'order-placer' | 'shipment-tracker';
const paceVariables = ['STOCKADE_WORLD_DAY_MS', 'STOCKADE_WORLD_DRIVER'];
const ordersVariables = ['STOCKADE_ORDER_WINDOW_MS'];
const prepared = ['build', 'schema', 'queues'];

/** The whole platform, in the order in which it is read best: who owns data, who acts on it, the outside. */
export function topology(place: Place): ProcessSpec[] {
  return [
    api(place, 'inventory-api'),
    api(place, 'orders-api'),
    api(place, 'shipments-api'),
    api(place, 'governance-api'),
    mcpServer(place),
    agent(place, 'inventory-bot', 'inventory_bot'),
    agent(place, 'order-placer', 'order_placer'),
    agent(place, 'shipment-tracker', 'shipment_tracker'),
    world(place),
    ...(place.queue === 'redis' ? [relay(place)] : []),
  ];
}

/** An API holds the logins of the roles that it serves, its own, and those of the platform that it uses. */
function api(place: Place, name: ServiceName): ProcessSpec {
  const logins = [...rolesServed(place.policy, name), 'audit_writer', 'rate_limiter'];
  return {
    name,
    entry: `apps/${name}/dist/main.js`,
    port: place.ports[name],
    needs: [...prepared, 'seed'],
    beside: ['realm'],
    nodeFlags: small,
    secrets: [...logins.map((login): SecretName => `postgres/${login}`), ...identitySecrets(place, name)],
    env: (backing) => ({
      ...environment(place, place.ports[name], backing),
      ...(name === 'orders-api' && place.orderWindow),
    }),
  };
}

/** Calls the APIs for its callers, and so holds no login of a role: it writes records and counts, and reads no data. */
function mcpServer(place: Place): ProcessSpec {
  const name = 'mcp-server';
  return {
    name,
    entry: `apps/${name}/dist/main.js`,
    port: place.ports[name],
    needs: [...prepared, 'realm', ...apis],
    beside: [],
    nodeFlags: roomy,
    secrets: [
      'postgres/audit_writer',
      'postgres/rate_limiter',
      ...identitySecrets(place, name),
      `keycloak/${approvalPagesClient}`,
      `sealing/${name}`,
      `signing/${name}`,
    ],
    env: (backing) => environment(place, place.ports[name], backing),
  };
}

function agent(place: Place, name: AgentName, identity: string): ProcessSpec {
  return {
    name,
    entry: `apps/${name}/dist/main.js`,
    port: place.ports[name],
    needs: [...prepared, 'realm', ...apis],
    beside: [],
    nodeFlags: small,
    secrets: identitySecrets(place, identity),
    env: (backing) => environment(place, place.ports[name], backing),
  };
}

/** Customers, suppliers and carriers: three gateways in one process. */
function world(place: Place): ProcessSpec {
  const gateways = [...place.policy.identities.values()].filter(({ kind }) => kind === 'gateway');
  return {
    name: 'world',
    entry: 'apps/world/dist/main.js',
    port: place.ports.world,
    // It asks for the last business day at once.
    needs: [...prepared, 'seed', 'realm', ...apis],
    beside: [],
    nodeFlags: small,
    secrets: gateways.flatMap(({ name }) => identitySecrets(place, name)),
    env: (backing) => ({
      ...environment(place, place.ports.world, backing),
      STOCKADE_HISTORY: place.history,
      STOCKADE_WORLD_STATE: place.state,
      STOCKADE_WORLD_CONTROL: place.worldControl,
      ...place.worldPace,
    }),
  };
}

/** Milliseconds for a business day, or the socket of who sets each day off: as in the environment of the runner. */
export const worldPace = (env: NodeJS.ProcessEnv): Record<string, string> => those(paceVariables, env);

/** Milliseconds for which requests are collected: as in the environment of the runner. */
export const orderWindow = (env: NodeJS.ProcessEnv): Record<string, string> => those(ordersVariables, env);

const those = (names: readonly string[], env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));

/** Moves jobs from the outbox to Redis; BullMQ's Postgres backend needs none. */
function relay(place: Place): ProcessSpec {
  return {
    name: 'relay',
    entry: 'tools/stack/dist/relay.js',
    port: place.ports.relay,
    needs: prepared,
    beside: [],
    nodeFlags: small,
    secrets: ['postgres/relay', 'queue/relay'],
    env: (backing) => environment(place, place.ports.relay, backing),
  };
}

function identitySecrets({ policy }: Place, name: string): SecretName[] {
  const identity = policy.identities.get(name);
  if (identity === undefined) throw new Error(`access.yaml names no ${name}, but the topology starts it.`);
  return [
    ...(isClient(identity) ? [`keycloak/${name}` as const] : []),
    ...(usesQueues(identity) ? [`queue/${name}` as const] : []),
  ];
}

/** Logins of the roles that hold a scope at the audience, and of the service's own role. */
function rolesServed(policy: AccessPolicy, audience: string): string[] {
  const own = policy.identities.get(audience)?.role;
  return [...policy.roles.values()]
    .filter((role) => role.name === own || scopesAt(policy, role.scopes, audience).length > 0)
    .map((role) => role.login);
}

/** Those of the scopes that belong to the audience. */
export function scopesAt(policy: AccessPolicy, scopes: Iterable<string>, audience: string): string[] {
  return [...scopes].filter((scope) => policy.scopes.get(scope)?.audience === audience);
}

function environment(place: Place, port: number, backing: Backing): Record<string, string> {
  const { ports, policyFile, queue } = place;
  return {
    NODE_ENV: 'production',
    // One arena of the allocator instead of eight for each core, which keep what was freed.
    MALLOC_ARENA_MAX: '1',
    STOCKADE_POLICY: policyFile,
    STOCKADE_HOST: '127.0.0.1',
    STOCKADE_PORT: String(port),
    STOCKADE_ISSUER: backing.issuer,
    STOCKADE_INVENTORY_API_URL: loopback(ports['inventory-api']),
    STOCKADE_ORDERS_API_URL: loopback(ports['orders-api']),
    STOCKADE_SHIPMENTS_API_URL: loopback(ports['shipments-api']),
    STOCKADE_GOVERNANCE_API_URL: loopback(ports['governance-api']),
    STOCKADE_DATABASE_HOST: backing.database.host,
    STOCKADE_DATABASE_PORT: String(backing.database.port),
    STOCKADE_DATABASE_NAME: backing.database.name,
    STOCKADE_QUEUE: queue,
    ...(backing.redis && {
      STOCKADE_REDIS_HOST: backing.redis.host,
      STOCKADE_REDIS_PORT: String(backing.redis.port),
    }),
  };
}

export function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}
