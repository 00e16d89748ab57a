import { location, rotatedSkus, skuOf } from '../rig/levels.js';
import type { LoadRequest, Operation } from './load.js';

/** autocannon puts an id in here that it never uses twice. */
export const UNIQUE_ID = '[<id>]';

/** The requests of a comparison: every SKU and every token at least once. They are the same for every contestant. */
export function requestsOf({
  operation,
  tokens,
}: {
  readonly operation: Operation;
  readonly tokens: readonly string[];
}): LoadRequest[] {
  const count = Math.max(rotatedSkus, tokens.length);
  return Array.from({ length: count }, (_, index) => {
    const sku = skuOf(index % rotatedSkus);
    const headers = { authorization: `Bearer ${tokens[index % tokens.length]}` };
    if (operation === 'read') return { method: 'GET', path: `/v1/levels/${sku}/${location}`, headers };
    return {
      method: 'POST',
      path: '/v1/adjustments',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': UNIQUE_ID },
      body: JSON.stringify({ sku, location, delta: 1, reason: 'found' }),
    };
  });
}

/** The share of one of the connections, so that together they send all. */
export function shareOf<T>(all: readonly T[], connection: number, connections: number): T[] {
  return all.filter((_, index) => index % connections === connection);
}
