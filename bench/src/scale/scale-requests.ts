import type { LoadRequest } from '../measure/load.js';
import { UNIQUE_ID } from '../measure/load-requests.js';
import { location, skuOf } from '../rig/levels.js';
import type { PlatformProcess } from '../rig/rig.js';
import { movedSkus, ordersOf, shipmentsOf, type Volume, volumeId } from './volume.js';

type Target = Pick<LoadRequest, 'method' | 'path'> & { readonly body?: unknown };

/** An operation whose cost is to be the same however much there is. */
interface MeasuredOperation {
  readonly name: string;
  /** The request of a turn; the turns go through all that there is. */
  readonly target: (turn: number, volume: Volume) => Target;
}

interface MeasuredApi {
  readonly name: PlatformProcess;
  readonly agent: string;
  readonly role: string;
  readonly scope: string;
  readonly operations: readonly MeasuredOperation[];
}

/** Coprime to every number of rows here, so that the turns lie far from each other. */
const STRIDE = 7919;
const REQUESTS = 2_000;
const get = (path: string): Target => ({ method: 'GET', path });
const scattered = (turn: number, count: number) => (turn * STRIDE) % count;

export const measuredApis: readonly MeasuredApi[] = [
  {
    name: 'inventory-api',
    agent: 'inventory_bot',
    role: 'InventoryManager',
    scope: 'inventory:read inventory:write',
    operations: [
      {
        name: 'get_level',
        target: (turn, { skus }) => get(`/v1/levels/${skuOf(scattered(turn, skus))}/${location}`),
      },
      {
        name: 'list_movements',
        target: (turn, volume) =>
          get(`/v1/movements?sku=${skuOf(scattered(turn, movedSkus(volume)))}&location=${location}&limit=20`),
      },
      {
        name: 'record_adjustment',
        target: (turn, { skus }) => {
          const body = { sku: skuOf(scattered(turn, skus)), location, delta: 1, reason: 'found' };
          return { method: 'POST', path: '/v1/adjustments', body };
        },
      },
    ],
  },
  {
    name: 'orders-api',
    agent: 'order_placer',
    role: 'OrderAgent',
    scope: 'orders:read',
    operations: [
      {
        name: 'get_order',
        target: (turn, volume) => get(`/v1/orders/${volumeId(scattered(turn, ordersOf(volume)))}`),
      },
      { name: 'list_orders', target: () => get('/v1/orders?status=received&limit=20') },
    ],
  },
  {
    name: 'shipments-api',
    agent: 'shipment_tracker',
    role: 'LogisticsMonitor',
    scope: 'shipments:read',
    operations: [
      {
        name: 'list_shipment_events',
        target: (turn, volume) =>
          get(`/v1/shipments/${volumeId(scattered(turn, shipmentsOf(volume)))}/events`),
      },
    ],
  },
];

/** What a token of the API's agent says of it. */
export const claimsOf = ({ name, agent, role, scope }: MeasuredApi) => ({
  aud: name,
  azp: agent,
  client_id: agent,
  roles: [role],
  scope,
});

export function requestsFor(operation: MeasuredOperation, volume: Volume, token: string): LoadRequest[] {
  const authorization = `Bearer ${token}`;
  return Array.from({ length: REQUESTS }, (_, turn) => {
    const { body, ...target } = operation.target(turn, volume);
    if (body === undefined) return { ...target, headers: { authorization } };
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': UNIQUE_ID };
    return { ...target, headers, body: JSON.stringify(body) };
  });
}
