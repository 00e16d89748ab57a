import { installQueues, type QueueConnection, queueLogin } from '@stockade/queues';
import { findRedisServer, type ProvidedRedis, startRedis } from '@stockade/stack';
import type { LoopbackIssuer } from '@stockade/testing/issuer';
import { freePort } from '../rig/free-port.js';
import { Rig } from '../rig/rig.js';
import type { ServerProcess } from '../rig/server-process.js';
import type { BareConnection } from './assignment.js';

export type QueueBackend = 'postgres' | 'redis';

/** A rig whose queues are on one of the two backends. */
export class QueueRig {
  private constructor(
    readonly backend: QueueBackend,
    readonly rig: Rig,
    readonly redis: (ProvidedRedis & { readonly adminUrl: string }) | undefined,
  ) {}

  /** @param redisServer program of a Redis server; the queues are in Postgres without it */
  static async start(redisServer?: string): Promise<QueueRig> {
    const backend = redisServer === undefined ? 'postgres' : 'redis';
    const rig = await Rig.start(`jobs-${backend}`);
    if (redisServer === undefined) return new QueueRig(backend, rig, undefined);
    try {
      const provided = await startRedis(redisServer, {
        stateDir: rig.folder,
        port: await freePort(),
        adminPasswordFile: rig.secrets.path('admin/redis'),
        log: () => undefined,
        env: process.env,
      });
      const password = rig.secrets.read('admin/redis');
      const adminUrl = `redis://${provided.adminUser}:${password}@${provided.host}:${provided.port}`;
      const queues = new QueueRig(backend, rig, { ...provided, adminUrl });
      await installQueues({
        admin: { backend, adminUrl: rig.database.postgres.adminUrl, redisUrl: adminUrl },
        policy: rig.policy,
        passwordOf: (identity) => rig.secrets.read(`queue/${identity}`),
      });
      return queues;
    } catch (error) {
      await rig.close();
      throw error;
    }
  }

  get bare(): BareConnection {
    return this.redis
      ? { backend: 'redis', redisUrl: this.redis.adminUrl }
      : { backend: 'postgres', adminUrl: this.rig.database.postgres.adminUrl };
  }

  /** What an identity takes its jobs with. */
  connectionOf(identity: string): QueueConnection {
    const passwordFile = this.rig.secrets.path(`queue/${identity}`);
    const { host, port, database } = this.rig.database.postgres;
    return this.redis
      ? { backend: 'redis', host: this.redis.host, port: this.redis.port, username: identity, passwordFile }
      : { backend: 'postgres', host, port, database, user: queueLogin(identity), passwordFile };
  }

  startPlatform(name: 'inventory-api' | 'relay', issuer: LoopbackIssuer): Promise<ServerProcess> {
    return this.rig.startPlatform(name, issuer, this.redis);
  }

  async close(): Promise<void> {
    await this.rig.close();
    await this.redis?.stop();
  }
}

export const redisServer = (): Promise<string | undefined> => findRedisServer(process.env);
