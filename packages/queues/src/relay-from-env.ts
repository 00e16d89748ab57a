import { join } from 'node:path';
import { queueConnectionFromEnv } from './connection.js';
import { RELAY } from './queue-roles.js';
import { type Relay, startRelay } from './relay.js';
import { type Environment, Variables } from './variables.js';

/**
 * Starts the relay from STOCKADE_QUEUE=redis, STOCKADE_REDIS_HOST/_PORT, STOCKADE_DATABASE_HOST/_PORT/_NAME and
 * STOCKADE_SECRETS_DIR, which holds its passwords for both: `postgres/relay` and `queue/relay`.
 * @throws Error that names every variable that is missing or wrong.
 */
export function runRelay(env: Environment, onError: (error: Error) => void): Relay {
  const redis = queueConnectionFromEnv(env, RELAY);
  if (redis.backend !== 'redis') throw new Error('Only Redis needs a relay: STOCKADE_QUEUE is postgres.');
  const read = new Variables(env);
  const outbox = {
    host: read.text('STOCKADE_DATABASE_HOST'),
    port: read.port('STOCKADE_DATABASE_PORT'),
    database: read.text('STOCKADE_DATABASE_NAME'),
    passwordFile: join(read.text('STOCKADE_SECRETS_DIR'), 'postgres', RELAY),
  };
  read.check('The outbox');
  return startRelay({ outbox, redis, onError });
}
