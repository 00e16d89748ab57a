import { randomUUID } from 'node:crypto';
import { runningStack } from '@stockade/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { asAdmin } from './support/admin-database.js';
import { type AuditRecord, auditTrail } from './support/audit-trail.js';
import { tokenFor } from './support/callers.js';
import { type Exchange, exchange } from './support/exchange.js';
import { offersInForce } from './support/offers-in-force.js';
import { candidateOf } from './support/purchases.js';
import { noFigures } from './support/replenishment.js';
import { openPlace, unknownLocation } from './support/stock.js';
import { stopTheWorld } from './support/world.js';

/** An operation of each API that makes something, and how often it was made. */
interface Creation {
  readonly service: string;
  readonly caller: string;
  readonly path: string;
  /** What to send; `variant` makes another request of it. */
  body(variant: string): Promise<object>;
  /** How many of them there are. */
  count(): Promise<number>;
}

const count = async (table: string): Promise<number> => {
  const [row] = await asAdmin<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? 0;
};

let place: { sku: string; location: string; day: string };
let offer: { id: string; supplierId: string; least: number; sku: string; location: string };

beforeAll(async () => {
  await stopTheWorld();
  const [found] = await asAdmin<typeof place>(
    `SELECT sku, location, (SELECT max(date)::text FROM inventory.business_days) AS day
     FROM inventory.levels ORDER BY sku, location LIMIT 1`,
  );
  const [sold] = await asAdmin<Omit<typeof offer, 'location'>>(
    `SELECT o.id, o.supplier_id AS "supplierId", o.minimum_packs::int * o.units_per_pack AS least, o.sku
     FROM ${offersInForce('(SELECT max(date) FROM inventory.business_days)')} o JOIN orders.suppliers s ON s.id = o.supplier_id
     WHERE s.status = 'active' ORDER BY o.pack_price_minor LIMIT 1`,
  );
  if (!found || !sold) throw new Error('the database holds no stock, or nobody sells anything');
  place = found;
  // A place of its own: the agents may have asked for goods at every other by now.
  offer = { ...sold, ...(await openPlace({ sku: sold.sku, location: unknownLocation() })) };
});

const adjustment: Creation = {
  service: 'inventory-api',
  caller: 'inventory_bot',
  path: '/v1/adjustments',
  body: async (variant) => ({
    sku: place.sku,
    location: place.location,
    delta: variant.length + 1,
    reason: 'found',
  }),
  count: () => count('inventory.movements'),
};

/** Not the order of another run on the same stack: an order is shipped once. */
const orderId = randomUUID();

const shipment: Creation = {
  service: 'shipments-api',
  caller: 'carrier_gateway',
  path: '/v1/shipments',
  body: async (variant) => ({
    orderId,
    supplierId: '0195e6d2-0000-7000-8000-000000000002',
    carrier: `carrier ${variant}`,
    trackingNumber: 'T-1',
    origin: 'Durban',
    destination: place.location,
    shippedOn: place.day,
    promisedOn: place.day,
    lines: [
      {
        orderLineId: '0195e6d2-0000-7000-8000-000000000003',
        requestId: '0195e6d2-0000-7000-8000-000000000004',
        sku: place.sku,
        quantity: 1,
      },
    ],
  }),
  count: () => count('shipments.shipments'),
};

let requestId: string | undefined;

/** A request of the inventory comes before an order. */
async function replenishmentRequest(): Promise<string> {
  const { sku, location, least } = offer;
  const body = {
    sku,
    location,
    quantity: least,
    requestedOn: place.day,
    neededOn: place.day,
    reason: noFigures,
  };
  const { text, status } = await send(
    { ...adjustment, path: '/v1/replenishment-requests' },
    randomUUID(),
    body,
  );
  expect(status).toBe(201);
  return (JSON.parse(text) as { id: string }).id;
}

const order: Creation = {
  service: 'orders-api',
  caller: 'order_placer',
  path: '/v1/orders',
  body: async (variant) => {
    requestId ??= await replenishmentRequest();
    const { id, supplierId, least, sku, location } = offer;
    const cost = { costMinor: 1, packs: 1, packPriceMinor: 1 };
    const candidate = { ...candidateOf(id, supplierId, cost), note: `only one ${variant}` };
    return {
      supplierId,
      location,
      orderedOn: place.day,
      lines: [{ requestId, offerId: id, sku, quantity: least, neededOn: place.day, candidates: [candidate] }],
    };
  },
  count: () => count('orders.orders'),
};

describe.each([adjustment, order, shipment])('$service', (creation) => {
  it('fault 5 6: does once what comes fifty times at once with one key, and tells everybody the same', async () => {
    const body = await creation.body('');
    const before = await creation.count();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(creation, key, body)));
    const done = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ code }) => code === 'idempotency_key_in_use');
    expect(done.length).toBeGreaterThan(0);
    expect(done.length + waiting.length).toBe(50);
    for (const { status, headers } of waiting)
      expect([status, headers.get('retry-after')]).toEqual([409, '1']);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(await creation.count()).toBe(before + 1);

    const again = await send(creation, key, body);
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([
      201,
      done[0]?.text,
      'true',
    ]);
    const reused = await send(creation, key, await creation.body('other'));
    expect([reused.status, reused.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await creation.count()).toBe(before + 1);

    await expectOneRecordEach(creation, [...answers, again, reused]);
  });
});

it('fault 6: keeps the keys of two agents apart', async () => {
  const key = randomUUID();
  const before = await adjustment.count();
  const { status } = await send(adjustment, key, await adjustment.body(''));
  const other = await send({ ...adjustment, caller: 'operator' }, key, await adjustment.body('other'));
  expect([status, other.status, other.headers.get('idempotent-replayed')]).toEqual([201, 201, null]);
  expect(await adjustment.count()).toBe(before + 2);
});

async function expectOneRecordEach(creation: Creation, answers: readonly Exchange[]): Promise<void> {
  const trail = await auditTrail(
    answers.map((answer) => answer.requestId),
    creation.service,
  );
  const results = answers.map((answer) => trail.get(answer.requestId)?.map(resultOf));
  expect(results).toEqual(
    answers.map(({ status, code }) => [[creation.caller, status < 400 ? 'allowed' : 'failed', code ?? null]]),
  );
}

const resultOf = ({ agent, result, reason }: AuditRecord) => [agent, result, reason];

async function send({ service, caller, path }: Creation, key: string, body: object): Promise<Exchange> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const url = `${runningStack().services[service]?.url}${path}`;
  return exchange(
    { method: 'POST', url, headers, body: JSON.stringify(body) },
    await tokenFor(caller, service),
  );
}
