import { randomUUID } from 'node:crypto';
import type { AccessPolicy } from '@stockade/access';
import { Problem } from '@stockade/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Body, bodyFor, dearOfferId, offerId } from '../test-support/order-data.js';
import { type Order, OrdersFixture } from '../test-support/orders-fixture.js';

let orders: OrdersFixture;
beforeAll(async () => {
  orders = await OrdersFixture.open();
});
beforeEach(() => orders.reset());
afterAll(() => orders.close());

const jobsOf = async (name: string) => (await orders.jobs()).filter((job) => job.name === name);
const bodyAt = (location = 'ACCRA'): Body => bodyFor(orders.request({ location }));
const stored = () =>
  orders.test.ownerQuery<{ status: string; lines: number; total: number; sum: number; version: number }>(
    `SELECT status, version, total_minor::int AS total, count(*)::int AS lines, sum(packs * pack_price_minor)::int AS sum
     FROM orders.orders JOIN orders.order_lines ON order_id = orders.id GROUP BY orders.id ORDER BY orders.id`,
  );

/** Creates as a client does: again, when the draft was being closed. */
const insisted = (body: Body): Promise<Order> =>
  orders.create(body).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'unavailable') return insisted(body);
    throw error;
  });

describe('requests for one supplier and place', () => {
  it('become one order, which is told of as a whole and decided on once', async () => {
    const first = await orders.create(bodyAt());
    const second = await orders.create({
      ...bodyAt(),
      lines: bodyFor(orders.request({ neededOn: '2012-03-01' })).lines.map((line) => ({
        ...line,
        neededOn: '2012-03-01',
      })),
    });
    expect(second).toMatchObject({
      id: first.id,
      status: 'draft',
      totalMinor: 20_000,
      neededOn: '2012-03-01',
      version: 2,
    });
    const elsewhere = await orders.create(bodyAt('LAGOS'));
    expect(elsewhere.id).not.toBe(first.id);
    expect(await jobsOf('draft.closes')).toHaveLength(2);

    await orders.closeDraft(first.id);
    const decided = await orders.read(first.id);
    expect(decided).toMatchObject({ status: 'approved', decidedBy: 'policy', version: 3 });
    const told = await jobsOf('order.changed');
    const requests = decided.lines.map(({ requestId }) => requestId);
    expect(told.slice(-2).map(({ data }) => data.payload)).toEqual(
      requests
        .toSorted()
        .map((requestId) => expect.objectContaining({ requestId, status: 'approved', quantity: 100 })),
    );
    expect(await jobsOf('order.approved')).toHaveLength(1);

    // A job that comes again finds nothing to do, and what is requested now is another order.
    const before = await orders.everything();
    await orders.closeDraft(first.id);
    expect(await orders.everything()).toEqual(before);
    expect((await orders.create(bodyAt())).id).not.toBe(first.id);
  });

  it('are all ordered, once each, while drafts are being closed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 4, maxLength: 24 }), async (acts) => {
        await orders.reset();
        const bodies = acts.map(() => bodyAt());
        const created = await Promise.all(
          bodies.map(async (body, index) => {
            const order = await insisted(body);
            if (acts[index]) await orders.closeDraft(order.id);
            return order;
          }),
        );
        for (const { id } of created) await orders.closeDraft(id);
        const rows = await stored();
        expect(rows.reduce((sum, { lines }) => sum + lines, 0)).toBe(bodies.length);
        for (const { status, total, sum, lines, version } of rows) {
          expect({ status, total, version }).toEqual({ status: 'approved', total: sum, version: lines + 1 });
        }
        expect(await jobsOf('draft.closes')).toHaveLength(rows.length);
      }),
      { numRuns: 8 },
    );
  });

  it('are no line of an order that is no draft any more, whatever the API does', async () => {
    const order = await orders.decided(bodyAt());
    const login = await orders.test.connectAs('order_agent');
    try {
      const added = await login.query(
        `INSERT INTO orders.order_lines (id, order_id, request_id, offer_id, sku, quantity, packs, units_per_pack,
           pack_price_minor, needed_on, candidates)
         VALUES (gen_random_uuid(), $1, gen_random_uuid(), $2, 'item-1', 10, 1, 10, 1, '2012-04-01', '[]')`,
        [order.id, offerId],
      );
      expect(added.rowCount).toBe(0);
    } finally {
      await login.end();
    }
    expect(await orders.read(order.id)).toEqual(order);
  });

  it('of a draft that a person cancels may be ordered anew', async () => {
    const body = bodyAt();
    const { id } = await orders.create(body);
    expect(await orders.cancel(id)).toMatchObject({ status: 'cancelled', version: 2 });
    await orders.closeDraft(id);
    expect(await orders.read(id)).toMatchObject({ status: 'cancelled', version: 2 });
    expect(await orders.create(body)).toMatchObject({ status: 'draft', version: 1 });
  });
});

describe('the decision on a draft', () => {
  it("is a person's above the limit, and the order says why it waits", async () => {
    const order = await orders.decided(bodyFor(orders.request({ sku: 'dear' }), dearOfferId));
    expect(order).toMatchObject({
      status: 'pending_approval',
      decidedBy: null,
      totalMinor: 500_000_010,
      approvalReasons: ['The total of 500000010 exceeds the limit of 50000000 minor units.'],
    });
    expect(await jobsOf('approval.expires')).toHaveLength(1);
    expect(await jobsOf('order.approved')).toEqual([]);
    // What the person sees: the offers, and still why it waited.
    expect(order.lines[0]?.candidates).toHaveLength(2);
    expect(await orders.approve(order.id)).toMatchObject({ approvalReasons: order.approvalReasons });
  });

  it('is about all that was drafted together: orders below the limit exceed it as one', async () => {
    await orders.test.ownerQuery('UPDATE orders.offers SET pack_price_minor = 2500000 WHERE id = $1', [
      offerId,
    ]);
    const first = await orders.create(bodyAt());
    await orders.create(bodyAt());
    await orders.closeDraft(first.id);
    expect(await orders.read(first.id)).toMatchObject({ status: 'approved', totalMinor: 50_000_000 });
    const next = await orders.create(bodyAt());
    await orders.create(bodyAt());
    await orders.create(bodyAt());
    await orders.closeDraft(next.id);
    expect(await orders.read(next.id)).toMatchObject({ status: 'pending_approval', totalMinor: 75_000_000 });
  });

  it("is a person's for a role without a limit", async () => {
    const { policy } = orders.test;
    const role = policy.roles.get('OrderAgent');
    if (!role) throw new Error('access.yaml has no OrderAgent');
    const roles = new Map(policy.roles).set('OrderAgent', { ...role, limits: {} });
    const { id } = await orders.create(bodyAt());
    await orders.closeDraft(id, { ...policy, roles });
    expect(await orders.read(id)).toMatchObject({
      status: 'pending_approval',
      approvalReasons: ['The role of its creator has no limit to approve within.'],
    });
  });

  it.each([
    ['price', 'medianPackPriceMinor', 500, /^A pack at 1000 is dearer than usual/],
    ['quantity', 'medianQuantity', 9, /^100 base units are more than usual/],
  ])("is a person's for an unusual %s", async (_what, field, value, reason) => {
    const usual = { purchases: 20, medianPackPriceMinor: 1000, priceDeviationMinor: 0, medianQuantity: 100 };
    const history = (change: object) =>
      orders.test.ownerQuery('UPDATE orders.offers SET item_history = $1', [
        JSON.stringify({ ...usual, ...change }),
      ]);
    await history({});
    expect(await orders.decided(bodyAt())).toMatchObject({ status: 'approved' });
    await history({ [field]: value });
    expect(await orders.decided(bodyAt())).toMatchObject({
      status: 'pending_approval',
      approvalReasons: [expect.stringMatching(reason)],
    });
  });
});

describe('what an agent may commit', () => {
  const limited = (limits: object): AccessPolicy => {
    const { policy } = orders.test;
    const placer = policy.identities.get('order_placer');
    if (!placer) throw new Error('access.yaml has no order_placer');
    const identities = new Map(policy.identities).set('test_OrderAgent', {
      ...placer,
      limits: { ...placer.limits, ...limits },
    });
    return { ...policy, identities };
  };
  const drafts = (count: number): Promise<Order[]> =>
    Promise.all(
      Array.from({ length: count }, () =>
        orders.create(bodyAt(`L${randomUUID().slice(0, 8).toUpperCase()}`)),
      ),
    );

  it.each([
    ['value in a day', { valuePerDayMinor: 30_000 }],
    ['number of orders in an hour', { ordersPerHour: 3 }],
  ])(
    'is bounded by the %s, for all who close at once; the rest waits for a person',
    async (_what, limits) => {
      const made = await drafts(8);
      const policy = limited({ valuePerDayMinor: 1_000_000_000, ordersPerHour: 1_000, ...limits });
      await Promise.all(made.map(({ id }) => orders.closeDraft(id, policy)));
      const decided = await Promise.all(made.map(({ id }) => orders.read(id)));
      const approved = decided.filter(({ status }) => status === 'approved');
      const waiting = decided.filter(({ status }) => status === 'pending_approval');
      expect([approved.length, waiting.length]).toEqual([3, 5]);
      for (const { approvalReasons } of waiting) {
        expect(approvalReasons).toEqual([expect.stringContaining('test_OrderAgent would commit more than')]);
      }
      expect(await orders.test.ownerQuery('SELECT orders, value_minor::int FROM orders.commitments')).toEqual(
        [{ orders: 3, value_minor: 30_000 }],
      );
      // The next hour and day begin anew.
      await orders.test.ownerQuery(
        `UPDATE orders.commitments SET hour = hour - interval '1 hour', day = day - interval '1 day'`,
      );
      const [next] = await drafts(1);
      await orders.closeDraft(next?.id ?? '', policy);
      expect(await orders.read(next?.id ?? '')).toMatchObject({ status: 'approved' });
    },
  );
});
