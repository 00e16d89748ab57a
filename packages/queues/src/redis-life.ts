import { Redis } from 'ioredis';
import { type QueueConnection, readPassword } from './connection.js';

/** Tells one life of a Redis server from the next: a restart, or another server, may have forgotten jobs. */
export class RedisLife {
  readonly #redis: Redis;

  constructor(connection: Extract<QueueConnection, { backend: 'redis' }>, onError: (error: Error) => void) {
    const { host, port, username, passwordFile } = connection;
    const password = readPassword(passwordFile);
    this.#redis = new Redis({ host, port, username, password, maxRetriesPerRequest: 1 });
    this.#redis.on('error', onError);
  }

  /** Id of the run of the server. @throws while Redis is away */
  async id(): Promise<string> {
    const id = /^run_id:(\w+)/m.exec(await this.#redis.info('server'))?.[1];
    if (id === undefined) throw new Error('Redis does not tell its run_id.');
    return id;
  }

  close(): void {
    this.#redis.disconnect();
  }
}
