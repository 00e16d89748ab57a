import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queueLogin } from './queue-roles.js';

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
export function queueConnectionFromEnv(env: NodeJS.ProcessEnv, identity: string): QueueConnection {
  const faults: string[] = [];
  const need = (name: string): string => {
    const value = env[name];
    if (!value) faults.push(`${name} is missing`);
    return value ?? '';
  };
  const needPort = (name: string): number => {
    const value = Number(need(name));
    if (env[name] && !(Number.isInteger(value) && value > 0 && value < 65536))
      faults.push(`${name} is no port`);
    return value;
  };

  const backend = need('STOCKADE_QUEUE');
  if (backend && backend !== 'postgres' && backend !== 'redis') {
    faults.push('STOCKADE_QUEUE must be postgres or redis');
  }
  const passwordFile = join(need('STOCKADE_SECRETS_DIR'), 'queue', identity);
  const connection: QueueConnection =
    backend === 'redis'
      ? {
          backend,
          host: need('STOCKADE_REDIS_HOST'),
          port: needPort('STOCKADE_REDIS_PORT'),
          username: identity,
          passwordFile,
        }
      : {
          backend: 'postgres',
          host: need('STOCKADE_DATABASE_HOST'),
          port: needPort('STOCKADE_DATABASE_PORT'),
          database: need('STOCKADE_DATABASE_NAME'),
          user: queueLogin(identity),
          passwordFile,
        };
  if (faults.length > 0) throw new Error(`The queue is not configured: ${faults.join('; ')}.`);
  return connection;
}

export const readPassword = (file: string) => readFileSync(file, 'utf8').trim();
