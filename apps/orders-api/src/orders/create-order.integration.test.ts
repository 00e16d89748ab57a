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

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
beforeEach(() => orders.reset());
afterAll(() => orders.close());

const body = () => bodyFor(orders.request());
const jobNames = async () => (await orders.jobs()).map(({ name }) => name);

describe('creating an order', () => {
  it('takes the price from the offer and answers with what is stored', async () => {
    const created = await orders.create(body());
    expect(created).toMatchObject({
      totalMinor: 10_000,
      currency: 'USD',
      createdBy: 'test_OrderAgent',
      orderedOn: '2012-02-01',
      sentOn: null,
      version: 1,
      lines: [{ quantity: 100, packs: 10, unitsPerPack: 10, packPriceMinor: 1000, receivedQuantity: 0 }],
    });
    expect(created).not.toHaveProperty('expectedOn');
  });

  it('lets policy approve within the limit, and tells supplier and inventory', async () => {
    const created = await orders.create(body());
    expect(created).toMatchObject({ status: 'approved', decidedBy: 'policy' });
    const fact = {
      requestId: created.lines[0]?.requestId,
      orderId: created.id,
      status: 'approved',
      quantity: 100,
    };
    expect(await orders.jobs()).toMatchObject([
      { name: 'order.changed', data: { payload: { ...fact, expectedOn: '2012-04-01', version: 1 } } },
      { name: 'order.approved', data: { payload: { orderId: created.id, orderedOn: '2012-02-01' } } },
    ]);
  });

  it('waits for a person above the limit, and sets a deadline instead of sending', async () => {
    expect(await orders.placed({ dear: true })).toMatchObject({
      status: 'pending_approval',
      decidedBy: null,
      totalMinor: 500_000_010,
    });
    expect(await jobNames()).toEqual(['order.changed', 'approval.expires']);
  });

  it('is exact at the limit', async () => {
    const price = (minor: number) =>
      orders.test.ownerQuery('UPDATE orders.offers SET pack_price_minor = $1 WHERE id = $2', [
        minor,
        offerId,
      ]);
    await price(5_000_000);
    expect(await orders.create(body())).toMatchObject({ totalMinor: 50_000_000, status: 'approved' });
    await price(5_000_001);
    expect(await orders.create(body())).toMatchObject({ status: 'pending_approval' });
  });

  it('lets nobody approve by policy whose role has no limit', async () => {
    const { policy } = orders.test;
    const role = policy.roles.get('OrderAgent');
    if (!role) throw new Error('access.yaml has no OrderAgent');
    const roles = new Map(policy.roles).set('OrderAgent', { ...role, limits: {} });
    const request = orders.request();
    const known = new ReplenishmentRequests({ getReplenishmentRequest: async () => request });
    const handler = new CreateOrder({ ...policy, roles }, known);
    const created = await orders.as('OrderAgent', handler, { body: bodyFor(request) });
    expect(created).toMatchObject({ status: 'pending_approval', decidedBy: null });
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
    expect(await jobNames()).toEqual(['order.changed', 'order.approved']);
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
    const handler = new CreateOrder(orders.test.policy, requests);
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
