import { loadPolicy } from '@stockade/access';
import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout.js';
import { portsFrom } from './ports.js';
import type { QueueBackend } from './provision/queue.js';
import { platformSecrets } from './secrets/platform-secrets.js';
import { type Backing, topology } from './topology.js';

const layout = layoutOf(undefined);
const policy = loadPolicy(layout.policyFile);
const processes = (queue: QueueBackend) =>
  topology({ ...layout, policy, ports: portsFrom(undefined), queue, worldPace: {}, orderWindow: {} });
const secretsOf = (name: string) => processes('redis').find((one) => one.name === name)?.secrets ?? [];
const loginOf = (role: string) => `postgres/${policy.roles.get(role)?.login}`;

const backing: Backing = {
  issuer: 'http://localhost:8080/realms/supply-chain',
  keycloak: {
    url: 'http://localhost:8080',
    adminUser: 'admin',
    adminPasswordFile: '/secrets/admin/keycloak',
  },
  database: {
    adminUrl: 'postgresql://postgres:s3cr3t@127.0.0.1:4032/stockade',
    host: '127.0.0.1',
    port: 4032,
    name: 'stockade',
  },
  redis: { adminUrl: 'redis://:s3cr3t@127.0.0.1:4079', host: '127.0.0.1', port: 4079 },
};

describe('topology', () => {
  it('R22: gives an API the logins of the roles that it serves, and no other', () => {
    const ordersLogins = secretsOf('orders-api').filter((secret) => secret.startsWith('postgres/'));
    expect(ordersLogins).toContain(loginOf('OrderAgent'));
    expect(ordersLogins).toContain(loginOf('OrdersService'));
    for (const role of [
      'InventoryManager',
      'LogisticsMonitor',
      'DemandFeed',
      'CarrierGateway',
      'InventoryService',
    ]) {
      expect(ordersLogins).not.toContain(loginOf(role));
    }
    for (const name of ['inventory-api', 'orders-api', 'shipments-api']) {
      expect(secretsOf(name)).not.toContain('postgres/relay');
    }
  });

  it('R2: gives an agent its own client secret and queue password, and nothing of the database', () => {
    expect(secretsOf('inventory-bot')).toEqual(['keycloak/inventory_bot', 'queue/inventory_bot']);
    expect(secretsOf('order-placer')).toEqual(['keycloak/order_placer', 'queue/order_placer']);
    expect(secretsOf('shipment-tracker')).toEqual(['keycloak/shipment_tracker', 'queue/shipment_tracker']);
  });

  it('R2: gives no client secret and no queue password to two processes', () => {
    const own = processes('redis').flatMap(({ secrets }) =>
      secrets.filter((name) => !name.startsWith('postgres/')),
    );
    expect(new Set(own).size).toBe(own.length);
  });

  it('gives no process an administrator or a person, and only secrets that are made', () => {
    const made = platformSecrets(policy);
    for (const { secrets } of processes('redis')) {
      expect(made).toEqual(expect.arrayContaining([...secrets]));
      expect(secrets.filter((name) => /^(admin|people)\//.test(name))).toEqual([]);
    }
  });

  it('puts no secret into an environment', () => {
    const values = processes('redis').flatMap((process) => Object.values(process.env(backing)));
    expect(values.filter((value) => value.includes('s3cr3t'))).toEqual([]);
  });

  it('starts the relay on Redis alone', () => {
    expect(processes('redis').map(({ name }) => name)).toContain('relay');
    expect(processes('postgres').map(({ name }) => name)).not.toContain('relay');
  });
});
