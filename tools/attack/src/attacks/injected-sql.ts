import type { Attempt } from '../attempt.js';
import type { Platform } from '../platform.js';
import { sendRefused } from '../send.js';

const injection = "x'; RESET ROLE; SET ROLE stockade_owner; UPDATE inventory.levels SET on_hand = 0; --";
const inAddress = encodeURIComponent(injection);
const badAddress = '400 invalid_request';
const badContent = '422 validation_failed';

/** SQL in every kind of input that the agent's own role lets it send. */
export function injectedSql({ services, token }: Platform): Attempt[] {
  const at = (service: string, path: string) => `${services[service]?.url}${path}`;
  const attempt = (
    attacker: string,
    service: string,
    what: string,
    expected: string,
    request: { method: string; path: string; body?: unknown },
  ): Attempt => ({
    area: 'injected SQL',
    attacker,
    attempt: `SET ROLE in ${what}`,
    expected,
    run: async () => {
      const { method, path, body } = request;
      return sendRefused({ method, url: at(service, path), body, token: await token(attacker, service) }, [
        expected,
      ]);
    },
  });
  const cursor = Buffer.from(JSON.stringify([injection, injection])).toString('base64url');
  return [
    attempt('inventory_bot', 'inventory-api', 'the path', badAddress, {
      method: 'GET',
      path: `/v1/levels/${inAddress}/ACCRA`,
    }),
    attempt('inventory_bot', 'inventory-api', 'a filter', badAddress, {
      method: 'GET',
      path: `/v1/levels?location=${inAddress}`,
    }),
    attempt('inventory_bot', 'inventory-api', 'a page cursor', badAddress, {
      method: 'GET',
      path: `/v1/levels?cursor=${cursor}`,
    }),
    attempt('inventory_bot', 'inventory-api', 'a body', badContent, {
      method: 'POST',
      path: '/v1/adjustments',
      body: { sku: injection, location: injection, delta: 1, reason: injection },
    }),
    attempt('order_placer', 'orders-api', 'an id', badAddress, {
      method: 'GET',
      path: `/v1/orders/${inAddress}`,
    }),
    attempt('order_placer', 'orders-api', 'a body', badContent, {
      method: 'POST',
      path: '/v1/orders',
      body: { supplierId: injection, lines: [{ requestId: injection }] },
    }),
    attempt('shipment_tracker', 'shipments-api', 'a filter', badAddress, {
      method: 'GET',
      path: `/v1/shipments?status=${inAddress}`,
    }),
  ];
}
