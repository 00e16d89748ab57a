import { describe, expect, it } from 'vitest';
import { readConfiguration } from './configuration.js';

const env = {
  STOCKADE_POLICY: '/policy/access.yaml',
  STOCKADE_ISSUER: 'http://127.0.0.1:8080/realms/supply-chain',
  STOCKADE_SECRETS_DIR: '/secrets',
  STOCKADE_INVENTORY_API_URL: 'http://127.0.0.1:4001',
  STOCKADE_ORDERS_API_URL: 'http://127.0.0.1:4002',
  STOCKADE_SHIPMENTS_API_URL: 'http://127.0.0.1:4003',
  STOCKADE_QUEUE: 'redis',
  STOCKADE_REDIS_HOST: '127.0.0.1',
  STOCKADE_REDIS_PORT: '6379',
};

describe('readConfiguration', () => {
  it('reads where secrets lie, never the secrets', () => {
    const configuration = readConfiguration('inventory_bot', env);
    expect(configuration.clientSecretFile).toBe('/secrets/keycloak/inventory_bot');
    expect(configuration.queue.passwordFile).toBe('/secrets/queue/inventory_bot');
    expect(configuration.port).toBeUndefined();
  });

  it('stops with one sentence that names all that is missing or wrong', () => {
    const { STOCKADE_POLICY, STOCKADE_REDIS_HOST, ...rest } = env;
    expect(() => readConfiguration('inventory_bot', { ...rest, STOCKADE_ISSUER: 'keycloak' })).toThrow(
      'inventory_bot cannot start: STOCKADE_POLICY is missing; STOCKADE_ISSUER must be an http or https URL; The queue is not configured: STOCKADE_REDIS_HOST is missing.',
    );
  });

  it('has no default for a security setting', () => {
    expect(() => readConfiguration('inventory_bot', {})).toThrow(
      /POLICY.*ISSUER.*SECRETS_DIR.*INVENTORY.*ORDERS.*SHIPMENTS.*QUEUE/,
    );
  });
});
