import { expect, it } from 'vitest';
import { requestsOf, shareOf } from './load-requests.js';

it('sends every token and every SKU', () => {
  const tokens = Array.from({ length: 5000 }, (_, index) => `token-${index}`);
  const requests = requestsOf({ operation: 'read', tokens });
  expect(new Set(requests.map(({ headers }) => headers.authorization)).size).toBe(5000);
  expect(new Set(requests.map(({ path }) => path)).size).toBe(1000);
});

it('writes with a key of its own for each request', () => {
  const [request] = requestsOf({ operation: 'write', tokens: ['t'] });
  expect(request?.headers['idempotency-key']).toBe('[<id>]');
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ delta: 1, reason: 'found' });
});

it('gives each connection its share, and none to two', () => {
  const all = Array.from({ length: 1000 }, (_, index) => index);
  const shares = Array.from({ length: 64 }, (_, connection) => shareOf(all, connection, 64));
  expect(shares.flat().toSorted((a, b) => a - b)).toEqual(all);
  expect(Math.min(...shares.map(({ length }) => length))).toBeGreaterThan(0);
});
