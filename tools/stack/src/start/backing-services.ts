import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueAdmin } from '@stockade/queues';
import type { Layout } from '../layout.js';
import type { Ports } from '../ports.js';
import { keycloakAccount, provideKeycloak } from '../provision/keycloak/keycloak.js';
import { type ProvidedPostgres, providePostgres } from '../provision/postgres.js';
import { provideRedis, type QueueBackend } from '../provision/queue.js';
import type { ProvidedRedis } from '../provision/redis.js';
import type { ServiceDemand } from '../provision/service-demand.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { identify, isAlive } from '../supervisor/process-identity.js';
import type { Running, Starting, Unit } from '../supervisor/unit.js';
import type { Backing } from '../topology.js';
import type { Step } from './graph.js';

interface Context {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  readonly ports: Ports;
  readonly secrets: SecretStore;
  readonly realm: string;
  readonly queue: QueueBackend;
}

interface Provided {
  readonly pid?: number | undefined;
  stop(): Promise<void>;
}

/** Processes that may outlive a supervisor: the next start adopts them. */
export const backingNames: ReadonlySet<string> = new Set(['postgres', 'redis', 'keycloak']);

const pollMs = 250;

/** What the platform stands on, as units; where it answers is known once they have started. */
export class BackingServices {
  private postgres: ProvidedPostgres | undefined;
  private redis: ProvidedRedis | undefined;

  constructor(private readonly context: Context) {}

  units(): Unit[] {
    const { ports, queue, env } = this.context;
    const units: Unit[] = [
      {
        name: 'postgres',
        url: hostOf(env.DATABASE_URL) ?? `127.0.0.1:${ports.postgres}`,
        start: (starting) => started(starting, () => this.startPostgres(starting)),
      },
      {
        name: 'redis',
        url: hostOf(env.REDIS_URL) ?? `127.0.0.1:${ports.redis}`,
        start: (starting) => started(starting, () => this.startRedis(starting)),
      },
      {
        name: 'keycloak',
        url: env.KEYCLOAK_URL || `http://localhost:${ports.keycloak}`,
        start: (starting) => started(starting, () => this.startKeycloak(starting)),
      },
    ];
    return units.filter(({ name }) => name !== 'redis' || queue === 'redis');
  }

  /** Nothing comes before them: they start at once, beside each other. */
  planned(): Step[] {
    return this.units().map(({ name }) => ({ name, needs: [] }));
  }

  /** @throws Error while Postgres has not started yet */
  database(): Backing['database'] {
    const { adminUrl, host, port, database } = present(this.postgres, 'Postgres');
    return { adminUrl, host, port, name: database };
  }

  /** Where Keycloak answers once it has started. */
  identityProvider(): Backing['keycloak'] {
    return keycloakAccount(this.demand('keycloak', () => {}));
  }

  /** Undefined on BullMQ's Postgres backend. */
  redisServer(): Backing['redis'] {
    return this.redis && addressOf(this.redis);
  }

  /** The way to the queues of this start. @throws Error while what keeps them has not started yet */
  queueAdmin(): QueueAdmin {
    const { adminUrl } = this.database();
    const redis = this.redisServer();
    return redis
      ? { backend: 'redis', adminUrl, redisUrl: redis.adminUrl }
      : { backend: 'postgres', adminUrl };
  }

  /** Looks at queues that another start kept; their Redis runs for as long as that takes. @throws ProvisionError */
  async withQueue(backend: QueueBackend, look: (admin: QueueAdmin) => Promise<void>): Promise<void> {
    const { adminUrl } = this.database();
    if (backend === 'postgres') return look({ backend, adminUrl });
    const redis = await provideRedis(this.demand('redis', () => {}));
    try {
      await look({ backend, adminUrl, redisUrl: addressOf(redis).adminUrl });
    } finally {
      await redis.stop();
    }
  }

  /** @throws Error while Postgres has not started yet */
  backing(): Backing {
    const keycloak = this.identityProvider();
    const issuer = `${keycloak.url}/realms/${this.context.realm}`;
    return { issuer, keycloak, database: this.database(), redis: this.redisServer() };
  }

  private async startPostgres({ log }: Starting): Promise<Provided> {
    this.postgres = await providePostgres(this.demand('postgres', log));
    return this.postgres;
  }

  private async startRedis({ log }: Starting): Promise<Provided> {
    this.redis = await provideRedis(this.demand('redis', log));
    return this.redis;
  }

  private async startKeycloak({ log, spawned, signal }: Starting): Promise<Provided> {
    const managementPort = this.context.ports['keycloak-management'];
    const keycloak = await provideKeycloak({ ...this.demand('keycloak', log), managementPort, signal });
    if (keycloak.pid !== undefined) spawned(keycloak.pid);
    // It boots for many seconds: a stop does not wait for that.
    signal.addEventListener('abort', () => void keycloak.stop(), { once: true });
    await keycloak.ready();
    return keycloak;
  }

  private demand(name: 'postgres' | 'redis' | 'keycloak', log: (line: string) => void): ServiceDemand {
    const { layout, env, ports, secrets } = this.context;
    const adminPasswordFile = secrets.path(`admin/${name}`);
    return { stateDir: layout.state, port: ports[name], adminPasswordFile, log, env };
  }
}

function addressOf({ host, port, adminUser, adminPasswordFile }: ProvidedRedis) {
  const password = readFileSync(adminPasswordFile, 'utf8').trim();
  const account = [adminUser, password].map(encodeURIComponent).join(':');
  return { adminUrl: `redis://${account}@${host}:${port}`, host, port };
}

async function started(starting: Starting, provide: () => Promise<Provided>): Promise<Running> {
  const { pid, stop } = await provide();
  if (pid !== undefined) starting.spawned(pid);
  return { exited: endOf(pid), stop };
}

/** Never resolves for a service that somebody else runs. */
async function endOf(pid: number | undefined): Promise<string> {
  const identity = pid === undefined ? undefined : identify(pid);
  if (identity === undefined) return new Promise(() => {});
  while (isAlive(identity)) await sleep(pollMs, undefined, { ref: false });
  return 'it ended';
}

/** Without the password that stands in the URL. */
function hostOf(url: string | undefined): string | undefined {
  return url && URL.canParse(url) ? new URL(url).host : undefined;
}

function present<T>(service: T | undefined, name: string): T {
  if (service === undefined) throw new Error(`${name} has not started.`);
  return service;
}
