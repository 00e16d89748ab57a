import { Redis } from 'ioredis';
import { deduplicationKey } from './backend.js';
import { type QueueConnection, readPassword } from './connection.js';

/** Tells one life of a Redis server from the next, which may have forgotten jobs, and what this one still has to do. */
export class RedisLife {
  readonly #redis: Redis;
  #known: string | undefined;

  constructor(connection: Extract<QueueConnection, { backend: 'redis' }>, onError: (error: Error) => void) {
    const { host, port, username, passwordFile } = connection;
    const password = readPassword(passwordFile);
    this.#redis = new Redis({ host, port, username, password, maxRetriesPerRequest: 1 });
    this.#redis.on('error', onError);
    this.#redis.on('close', () => {
      this.#known = undefined;
    });
  }

  /** Id of the run of the server, as it was told last on the connection at hand. @throws while Redis is away */
  async id(): Promise<string> {
    return this.#known ?? this.askId();
  }

  /** The same, asked for now. */
  async askId(): Promise<string> {
    this.#known = /^run_id:(\w+)/m.exec(await this.#redis.info('server'))?.[1];
    if (this.#known === undefined) throw new Error('Redis does not tell its run_id.');
    return this.#known;
  }

  /** Those of the jobs' keys with which something is left to do. */
  async pending(queue: string, keys: readonly string[]): Promise<Set<string>> {
    const jobs = await this.#redis.mget(keys.map((key) => deduplicationKey(queue, key)));
    return new Set(keys.filter((_, index) => jobs[index] !== null));
  }

  close(): void {
    this.#redis.disconnect();
  }
}
