import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SecretStore } from './secret-store.js';

let directory: string;
let store: SecretStore;

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'secrets-')), 'secrets');
  store = new SecretStore(directory);
});

afterEach(() => rmSync(join(directory, '..'), { recursive: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

it('makes secrets that only their owner may read, once', () => {
  store.ensure(['postgres/order_agent', 'keycloak/order_placer']);
  const first = store.read('postgres/order_agent');
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(store.read('keycloak/order_placer')).not.toBe(first);
  expect(mode(store.path('postgres/order_agent'))).toBe(0o600);
  expect(mode(directory)).toBe(0o700);
  expect(mode(join(directory, 'postgres'))).toBe(0o700);
  store.ensure(['postgres/order_agent']);
  expect(store.read('postgres/order_agent')).toBe(first);
});

it('R2: deals a process its own secrets, and takes away what it may no longer have', () => {
  store.ensure(['queue/order_placer', 'postgres/order_agent', 'keycloak/order_placer']);
  store.deal('order-placer', ['queue/order_placer', 'postgres/order_agent']);
  const dealt = store.deal('order-placer', ['queue/order_placer', 'keycloak/order_placer']);
  const files = readdirSync(dealt, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.map(({ name }) => name)).toEqual(['order_placer', 'order_placer']);
  expect(existsSync(join(dealt, 'postgres/order_agent'))).toBe(false);
  expect(readFileSync(join(dealt, 'queue/order_placer'), 'utf8')).toBe(store.read('queue/order_placer'));
  expect(mode(join(dealt, 'queue/order_placer'))).toBe(0o600);
});
