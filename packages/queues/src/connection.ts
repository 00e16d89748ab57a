import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queueLogin } from './queue-roles.js';
import { type Environment, Variables } from './variables.js';

/** One identity's own way to the queue: it sees the queues of that identity and no others. */
export type QueueConnection =
  | {
      readonly backend: 'postgres';
      readonly host: string;
      readonly port: number;
      readonly database: string;
      readonly user: string;
      readonly passwordFile: string;
    }
  | {
      readonly backend: 'redis';
      readonly host: string;
      readonly port: number;
      readonly username: string;
      readonly passwordFile: string;
    };

/** The operator's way to all queues. `adminUrl` is a Postgres URL; on Redis it still holds the outbox. */
export type QueueAdmin =
  | { readonly backend: 'postgres'; readonly adminUrl: string }
  | { readonly backend: 'redis'; readonly adminUrl: string; readonly redisUrl: string };

/**
 * Reads the connection of `identity` from STOCKADE_QUEUE, STOCKADE_SECRETS_DIR (its file `queue/<identity>`),
 * and STOCKADE_DATABASE_HOST/_PORT/_NAME or STOCKADE_REDIS_HOST/_PORT.
 * @throws Error that names every variable that is missing or wrong.
 */
export function queueConnectionFromEnv(env: Environment, identity: string): QueueConnection {
  const read = new Variables(env);
  const backend = read.text('STOCKADE_QUEUE', /^(postgres|redis)$/, 'postgres or redis');
  const passwordFile = join(read.text('STOCKADE_SECRETS_DIR'), 'queue', identity);
  const connection: QueueConnection =
    backend === 'redis'
      ? {
          backend,
          host: read.text('STOCKADE_REDIS_HOST'),
          port: read.port('STOCKADE_REDIS_PORT'),
          username: identity,
          passwordFile,
        }
      : {
          backend: 'postgres',
          host: read.text('STOCKADE_DATABASE_HOST'),
          port: read.port('STOCKADE_DATABASE_PORT'),
          database: read.text('STOCKADE_DATABASE_NAME'),
          user: queueLogin(identity),
          passwordFile,
        };
  read.check('The queue');
  return connection;
}

export const readPassword = (file: string) => readFileSync(file, 'utf8').trim();
