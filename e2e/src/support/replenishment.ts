import { randomBytes } from 'node:crypto';
import { asAdmin } from './admin-database.js';
import { insist, type KeyedRequest, keyed } from './keyed-request.js';
import { offersInForce } from './offers-in-force.js';
import { queueDepths } from './queue-depths.js';
import { demand } from './stock.js';
import { until } from './until.js';

const ORDERED_MS = 60_000;

/** The figures of a request that nothing is decided on. */
export const noFigures = {
  onHand: 0,
  onOrder: 0,
  announcedDemand: 0,
  forecastPerDay: 0,
  leadTimeDays: 1,
  horizonDays: 1,
  reorderPoint: 0,
  stockOutOn: null,
};

interface Offered {
  readonly sku: string;
  /** The least that is sold of it. */
  readonly quantity: number;
}

/** The cheapest that an active supplier offers. */
export async function cheapestOffer(): Promise<Offered> {
  const [offer] = await asAdmin<{ sku: string; quantity: number }>(
    `SELECT o.sku, o.minimum_packs::int * o.units_per_pack AS quantity
     FROM ${offersInForce("'2011-01-03'")} o JOIN orders.suppliers s ON s.id = o.supplier_id
     WHERE s.status = 'active' ORDER BY o.pack_price_minor LIMIT 1`,
  );
  if (offer === undefined) throw new Error('nobody offers anything');
  return offer;
}

/** Requests it, for a location that nobody else knows; returns the id of the request. */
export async function requestReplenishment({ sku, quantity }: Offered): Promise<string> {
  const location = `FAULT_${randomBytes(6).toString('hex').toUpperCase()}`;
  await insist(demand({ sku, location }, `${location}-opening`));
  const { answer } = await insist(replenishment({ sku, location, quantity }));
  if (answer.status !== 201) throw new Error(`nothing was requested: ${answer.text}`);
  return (JSON.parse(answer.text) as { id: string }).id;
}

function replenishment(place: { sku: string; location: string; quantity: number }): KeyedRequest {
  const body = { ...place, requestedOn: '2011-01-03', neededOn: '2011-06-03', reason: noFigures };
  return keyed({
    service: 'inventory-api',
    caller: 'inventory_bot',
    path: '/v1/replenishment-requests',
    body,
  });
}

const ordering: readonly string[] = ['replenishment', 'order-drafts'];

/** Waits until the order placer has nothing left to do, and no draft is left to be decided on. */
export const allOrdered = (): Promise<true> =>
  until('the end of what was requested before', ORDERED_MS, async () => {
    const left = (await queueDepths()).filter(
      ({ queue, waiting, active, delayed }) => ordering.includes(queue) && waiting + active + delayed > 0,
    );
    return left.length === 0 ? true : undefined;
  });

/** Waits until a request has an order. */
export const ordered = (requestId: string): Promise<true> =>
  until('an order', ORDERED_MS, async () => ((await ordersOf(requestId)) > 0 ? true : undefined));

export async function ordersOf(requestId: string): Promise<number> {
  const [row] = await asAdmin<{ count: number }>(
    'SELECT count(*)::int AS count FROM orders.order_lines WHERE request_id = $1',
    [requestId],
  );
  return row?.count ?? 0;
}
