import { describe, expect, it } from 'vitest';
import { queueConnectionFromEnv } from './connection.js';

describe('queueConnectionFromEnv', () => {
  it('reads the login of an identity on Postgres', () => {
    const env = {
      STOCKADE_QUEUE: 'postgres',
      STOCKADE_SECRETS_DIR: '/secrets',
      STOCKADE_DATABASE_HOST: '127.0.0.1',
      STOCKADE_DATABASE_PORT: '5432',
      STOCKADE_DATABASE_NAME: 'stockade',
    };
    expect(queueConnectionFromEnv(env, 'inventory-api')).toEqual({
      backend: 'postgres',
      host: '127.0.0.1',
      port: 5432,
      database: 'stockade',
      user: 'inventory_api_queue',
      passwordFile: '/secrets/queue/inventory-api',
    });
  });

  it('names everything that is missing or wrong at once', () => {
    const env = { STOCKADE_QUEUE: 'redis', STOCKADE_REDIS_PORT: 'many' };
    expect(() => queueConnectionFromEnv(env, 'inventory_bot')).toThrow(
      'The queue is not configured: STOCKADE_SECRETS_DIR is missing; STOCKADE_REDIS_HOST is missing; STOCKADE_REDIS_PORT must be a port.',
    );
    expect(() => queueConnectionFromEnv({ ...env, STOCKADE_QUEUE: 'rabbit' }, 'x')).toThrow(
      /postgres or redis/,
    );
  });
});
