import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@stockade/testing';
import pg from 'pg';
import type { QueueAdmin, QueueConnection } from '../connection.js';
import { installQueues } from '../install.js';
import { queueLogin, RELAY } from '../queue-roles.js';
import { startRelay } from '../relay.js';
import { type RedisServer, startRedis } from './redis-server.js';

export interface QueueSetup {
  readonly database: TestDatabase;
  readonly admin: QueueAdmin;
  connection(identity: string): QueueConnection;
  /** A client on the Postgres login of a role. */
  login(user: string): Promise<pg.Client>;
  /** A client on the Postgres login with which an identity takes jobs. */
  queueLogin(identity: string): Promise<pg.Client>;
  install(): Promise<void>;
  close(): Promise<void>;
}

/** A database of its own with the queues of access.yaml, and for Redis a server of its own and a relay. */
export async function setUpQueues(backend: 'postgres' | 'redis'): Promise<QueueSetup> {
  const database = await testDatabase();
  const { host, port, database: name } = database.database;
  const folder = mkdtempSync(join(tmpdir(), 'stockade-queues-'));
  // The same passwords as in the template: logins belong to the whole Postgres.
  cpSync(join(database.secretsDir, 'queue'), join(folder, 'queue'), { recursive: true });
  writeFileSync(join(folder, 'queue', RELAY), randomUUID(), { mode: 0o600 });
  const redis: RedisServer | undefined = backend === 'redis' ? await startRedis(folder) : undefined;
  const admin: QueueAdmin = redis
    ? { backend: 'redis', adminUrl: database.adminUrl, redisUrl: redis.url }
    : { backend: 'postgres', adminUrl: database.adminUrl };

  const passwordFile = (identity: string) => join(folder, 'queue', identity);
  const passwordOf = (identity: string) => readFileSync(passwordFile(identity), 'utf8');
  const install = () => installQueues({ admin, policy: database.policy, passwordOf });
  await install();

  const redisConnection = (identity: string) =>
    ({
      backend: 'redis',
      host: '127.0.0.1',
      port: redis?.port ?? 0,
      username: identity,
      passwordFile: passwordFile(identity),
    }) as const;
  const relay = redis
    ? startRelay({
        outbox: { host, port, database: name, passwordFile: database.database.passwordFile(RELAY) },
        redis: redisConnection(RELAY),
        onError: (error) => console.error('relay', error),
      })
    : undefined;
  const clients: pg.Client[] = [];
  const connect = async (user: string, file: string) => {
    const password = readFileSync(file, 'utf8').trim();
    const client = new pg.Client({ host, port, database: name, user, password });
    // Some tests cut connections.
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  };
  return {
    database,
    admin,
    install,
    connection: (identity) =>
      redis
        ? redisConnection(identity)
        : {
            backend: 'postgres',
            host,
            port,
            database: name,
            user: queueLogin(identity),
            passwordFile: passwordFile(identity),
          },
    login: (user) => connect(user, database.database.passwordFile(user)),
    queueLogin: (identity) => connect(queueLogin(identity), passwordFile(identity)),
    async close() {
      await Promise.all(clients.map((client) => client.end()));
      await relay?.close();
      await redis?.stop();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
