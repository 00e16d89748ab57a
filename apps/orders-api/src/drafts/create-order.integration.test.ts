import { randomUUID } from 'node:crypto';
import { Problem } from '@stockade/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReplenishmentRequests } from '../replenishment/replenishment-requests.js';
import {
  aRequest,
  bodyFor,
  dearOfferId,
  offerId,
  supplierId,
  suspendedSupplierId,
} from '../test-support/order-data.js';
import { OrdersFixture } from '../test-support/orders-fixture.js';
import { CreateOrder } from './create-order.js';
import { OrderWindow } from './order-window.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
beforeEach(() => orders.reset());
afterAll(() => orders.close());

const body = () => bodyFor(orders.request());
const jobNames = async () => (await orders.jobs()).map(({ name }) => name);

describe('creating an order', () => {
  it('takes the price from the offer and answers with the draft that is stored', async () => {
    const created = await orders.create(body());
    expect(created).toMatchObject({
      status: 'draft',
      totalMinor: 10_000,
      currency: 'USD',
      createdBy: 'test_OrderAgent',
      orderedOn: '2012-02-01',
      neededOn: '2012-04-01',
      sentOn: null,
      decidedBy: null,
      version: 1,
      lines: [{ quantity: 100, packs: 10, unitsPerPack: 10, packPriceMinor: 1000, receivedQuantity: 0 }],
    });
    expect(created).not.toHaveProperty('expectedOn');
    expect(created).not.toHaveProperty('createdAs');
    expect(created).toEqual(await orders.read(created.id));
    const fact = {
      requestId: created.lines[0]?.requestId,
      orderId: created.id,
      status: 'draft',
      quantity: 100,
    };
    expect(await orders.jobs()).toMatchObject([
      { name: 'order.changed', data: { payload: { ...fact, expectedOn: '2012-04-01', version: 1 } } },
      { name: 'draft.closes', data: { payload: { orderId: created.id } } },
    ]);
  });

  it('prices at the break for the quantity', async () => {
    await orders.test.ownerQuery('UPDATE orders.offers SET price_breaks = $1', [
      JSON.stringify([
        { minimumPacks: 10, packPriceMinor: 900 },
        { minimumPacks: 11, packPriceMinor: 800 },
      ]),
    ]);
    expect(await orders.create(body())).toMatchObject({
      totalMinor: 9_000,
      lines: [{ packPriceMinor: 900 }],
    });
  });

  it('knows the offer of the day, and neither an older one nor one to come', async () => {
    const later = randomUUID();
    await orders.test.ownerQuery(
      `INSERT INTO orders.offers SELECT $1, supplier_id, sku, units_per_pack, 2000, currency, minimum_packs,
         lead_time_days, lead_time_deviation_days, on_time_share, '2012-02-02' FROM orders.offers WHERE id = $2`,
      [later, offerId],
    );
    const tooEarly = { ...bodyFor(orders.request(), later), orderedOn: '2012-02-01' };
    const fault = { code: 'validation_failed', errors: [{ detail: 'is no offer of that day' }] };
    await expect(orders.create(tooEarly)).rejects.toMatchObject(fault);
    await expect(orders.create({ ...body(), orderedOn: '2012-02-02' })).rejects.toMatchObject(fault);
    expect(await orders.create({ ...tooEarly, orderedOn: '2012-02-02' })).toMatchObject({
      totalMinor: 20_000,
    });
  });

  it('makes one order for a request, of 50 who create it at once', async () => {
    const one = body();
    const attempts = await Promise.allSettled(Array.from({ length: 50 }, () => orders.create(one)));
    const refused = attempts.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(49);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'already_exists', status: 409 });
    const counted = `SELECT (SELECT count(*)::int FROM orders.orders) AS orders,
      (SELECT count(*)::int FROM orders.order_lines) AS lines`;
    expect(await orders.test.ownerQuery(counted)).toEqual([{ orders: 1, lines: 1 }]);
    expect(await jobNames()).toEqual(['order.changed', 'draft.closes']);
  });

  it('orders for a request anew once its order has come to nothing', async () => {
    const one = body();
    const { id } = await orders.create(one);
    await orders.cancel(id);
    expect((await orders.create(one)).id).not.toBe(id);
    await expect(orders.create(one)).rejects.toMatchObject({ code: 'already_exists' });
  });
});

describe('an order that is refused changes nothing', () => {
  const request = () => orders.request();
  const withLine = (change: object) => {
    const whole = body();
    return { ...whole, lines: whole.lines.map((line) => ({ ...line, ...change })) };
  };
  const lineFault = { code: 'validation_failed', errors: [{ pointer: '/body/lines/0' }] };
  const conflict = { code: 'conflict', status: 409 };
  const cases: [what: string, body: () => ReturnType<typeof body>, problem: object][] = [
    [
      'for an unknown supplier',
      () => ({ ...body(), supplierId: randomUUID() }),
      supplierFault('is no supplier'),
    ],
    [
      'for a suspended supplier',
      () => ({ ...body(), supplierId: suspendedSupplierId }),
      supplierFault('Suspended is suspended'),
    ],
    ['of an unknown offer', () => bodyFor(request(), randomUUID()), lineFault],
    ['of an offer for other goods', () => bodyFor(request(), dearOfferId), lineFault],
    ['of a part of a pack', () => withLine({ quantity: 95 }), lineFault],
    ['below the minimum', () => withLine({ quantity: 40 }), lineFault],
    [
      'with a request twice',
      () => {
        const whole = body();
        return { ...whole, lines: [...whole.lines, ...whole.lines] };
      },
      { code: 'validation_failed', errors: [{ pointer: '/body/lines' }] },
    ],
    [
      'with the candidates of another',
      () => withLine({ candidates: bodyFor(request(), dearOfferId).lines[0]?.candidates }),
      lineFault,
    ],
    ['for an unknown request', () => bodyFor(aRequest()), conflict],
    ['for a request that is ordered', () => bodyFor(orders.request({ status: 'ordered' })), conflict],
    ['before it was requested', () => ({ ...body(), orderedOn: '2012-01-31' }), conflict],
    ['of who declined the request', () => bodyFor(orders.request({ declinedBy: [supplierId] })), conflict],
    ['for another place', () => ({ ...body(), location: 'LAGOS' }), conflict],
    ['of more than was requested, and a pack', () => withLine({ quantity: 110 }), conflict],
  ];
  function supplierFault(detail: string) {
    return { code: 'validation_failed', errors: [{ pointer: '/body/supplierId', detail }] };
  }

  it.each(cases)('%s', async (_what, asked, problem) => {
    const order = asked();
    const before = await orders.everything();
    await expect(orders.create(order)).rejects.toMatchObject(problem);
    expect(await orders.everything()).toEqual(before);
  });

  it("of another supplier's offer", async () => {
    await orders.test.ownerQuery(`UPDATE orders.suppliers SET status = 'active'`);
    const order = { ...body(), supplierId: suspendedSupplierId };
    const before = await orders.everything();
    await expect(orders.create(order)).rejects.toMatchObject(lineFault);
    expect(await orders.everything()).toEqual(before);
  });

  it('beyond what an amount can hold', async () => {
    await orders.test.ownerQuery('UPDATE orders.offers SET pack_price_minor = 200000000000');
    const order = body();
    const before = await orders.everything();
    await expect(orders.create(order)).rejects.toMatchObject({ code: 'validation_failed' });
    expect(await orders.everything()).toEqual(before);
  });

  it.each([
    ['is down', new Problem('unavailable')],
    ['refuses to say', new Problem('insufficient_scope')],
  ])('when inventory-api %s', async (_what, failure) => {
    const order = body();
    const requests = new ReplenishmentRequests({ getReplenishmentRequest: () => Promise.reject(failure) });
    const handler = new CreateOrder(requests, new OrderWindow({ env: {} }));
    const before = await orders.everything();
    await expect(orders.as('OrderAgent', handler, { body: order })).rejects.toMatchObject({
      code: 'unavailable',
      status: 503,
      retryAfter: 1,
    });
    expect(await orders.everything()).toEqual(before);
  });

  it('R22: on the login of a role that may not create orders', async () => {
    const order = body();
    const before = await orders.everything();
    for (const role of ['Approver', 'SupplierGateway', 'Operator', 'Auditor', 'OrdersService'] as const) {
      await expect(orders.create(order, role)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await orders.everything()).toEqual(before);
  });
});

it('R22: the order agent can neither read inventory nor change an order, whatever its API does', async () => {
  const { id } = await orders.create(body());
  const login = await orders.test.connectAs('order_agent');
  try {
    for (const sql of [
      'SELECT FROM inventory.levels',
      'SELECT FROM inventory.replenishment_requests',
      'SELECT FROM shipments.shipments',
      `UPDATE orders.orders SET status = 'approved' WHERE id = '${id}'`,
      `SELECT FROM orders.orders WHERE id = '${id}' FOR UPDATE`,
      `UPDATE orders.offers SET pack_price_minor = 1`,
      `DELETE FROM orders.orders`,
    ]) {
      await expect(login.query(sql), sql).rejects.toMatchObject({ code: '42501' });
    }
    await expect(login.query('SELECT id FROM orders.orders')).resolves.toMatchObject({ rows: [{ id }] });
  } finally {
    await login.end();
  }
});
