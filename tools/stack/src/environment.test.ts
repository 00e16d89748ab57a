import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { environmentOf, shellExports } from './environment.js';
import { portsFrom } from './ports.js';
import type { Backing } from './topology.js';

const backing: Backing = {
  issuer: 'http://localhost:5080/realms/supply-chain',
  keycloak: {
    url: 'http://localhost:5080',
    adminUser: 'admin',
    adminPasswordFile: "/it's/secrets/admin/keycloak",
  },
  database: {
    adminUrl: 'postgresql://postgres:pw@127.0.0.1:5032/stockade',
    host: '127.0.0.1',
    port: 5032,
    name: 'stockade',
  },
  redis: undefined,
};
const environment = environmentOf({ backing, ports: portsFrom('5000'), realm: 'supply-chain' });

describe('stack env', () => {
  it('has the shape that tests of other people rely on', () => {
    expect(environment).toEqual({
      issuer: 'http://localhost:5080/realms/supply-chain',
      services: {
        'inventory-api': { url: 'http://127.0.0.1:5001', audience: 'inventory-api' },
        'orders-api': { url: 'http://127.0.0.1:5002', audience: 'orders-api' },
        'shipments-api': { url: 'http://127.0.0.1:5003', audience: 'shipments-api' },
        'mcp-server': { url: 'http://127.0.0.1:5004', audience: 'mcp-server' },
        'governance-api': { url: 'http://127.0.0.1:5005', audience: 'governance-api' },
      },
      database: { adminUrl: 'postgresql://postgres:pw@127.0.0.1:5032/stockade' },
      queue: { url: 'postgresql://postgres:pw@127.0.0.1:5032/stockade?schema=bullmq' },
      keycloak: {
        url: 'http://localhost:5080',
        realm: 'supply-chain',
        adminUser: 'admin',
        adminPasswordFile: "/it's/secrets/admin/keycloak",
      },
    });
  });

  it('names Redis where the queue is on Redis', () => {
    const redis = { adminUrl: 'redis://:pw@127.0.0.1:5079', host: '127.0.0.1', port: 5079 };
    const onRedis = environmentOf({
      backing: { ...backing, redis },
      ports: portsFrom('5000'),
      realm: 'supply-chain',
    });
    expect(onRedis.queue.url).toBe('redis://:pw@127.0.0.1:5079');
  });

  it('is quoted for a shell', () => {
    const script = `${shellExports(environment)}\nprintf %s "$KEYCLOAK_ADMIN_PASSWORD_FILE"`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe("/it's/secrets/admin/keycloak");
  });
});
