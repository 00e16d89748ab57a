import { randomUUID } from 'node:crypto';
import { Problem, type ProblemCode } from '@stockade/contracts';
import { describe, expect, it } from 'vitest';
import { placeOrder } from './place-order.js';
import type { Offer } from './sourcing.js';

type Orders = Parameters<typeof placeOrder>[1]['orders'];
type CreateInput = Parameters<Orders['createOrder']>[0];

const fact: Parameters<typeof placeOrder>[0] = {
  requestId: randomUUID(),
  sku: 'item-1',
  location: 'ACCRA',
  quantity: 95,
  requestedOn: '2012-02-01',
  neededOn: '2012-06-01',
  declinedBy: [],
};
const anOffer = (supplierId: string, packPriceMinor: number): Offer => ({
  id: randomUUID(),
  supplierId,
  sku: fact.sku,
  validFrom: '2012-01-01',
  unitsPerPack: 10,
  packPriceMinor,
  currency: 'USD',
  minimumPacks: 1,
  leadTimeDays: 30,
  leadTimeDeviationDays: 5,
  onTimeShare: 1,
  priceBreaks: [],
  itemHistory: null,
});
const [maker, cheaper, suspended] = [randomUUID(), randomUUID(), randomUUID()];
const offers = [anOffer(maker, 1000), anOffer(cheaper, 900), anOffer(suspended, 1)];

/** orders-api, as far as the placer sees it; it answers a creation with `refusal` where there is one. */
function ordersApi(refusal?: ProblemCode) {
  const created: CreateInput[] = [];
  const suppliers = [maker, cheaper, suspended].map((id) => ({
    id,
    name: id,
    status: id === suspended ? ('suspended' as const) : ('active' as const),
  }));
  const orders: Pick<Orders, 'listSuppliers' | 'listOffers' | 'createOrder'> = {
    listSuppliers: async (input) => {
      const items = input?.query?.sku === fact.sku ? suppliers : [];
      return { items, nextCursor: null };
    },
    listOffers: async ({ params, query }) => {
      expect(query).toMatchObject({ sku: fact.sku, asOf: fact.requestedOn });
      return { items: offers.filter(({ supplierId }) => supplierId === params.id), nextCursor: null };
    },
    createOrder: async (input) => {
      created.push(input);
      if (refusal) throw new Problem(refusal);
      const { lines: _lines, ...fields } = input.body;
      return {
        ...fields,
        id: randomUUID(),
        currency: 'USD',
        neededOn: fact.neededOn,
        status: 'draft',
        totalMinor: 9000,
        sentOn: null,
        promisedOn: null,
        lines: [],
        createdBy: 'order_placer',
        approvalReasons: [],
        decidedBy: null,
        revision: 1,
        amendedBy: null,
        heldBy: null,
        holdReason: null,
        decisionReason: null,
        version: 1,
      };
    },
  };
  return { orders, created };
}
const log = { info: () => undefined };

describe('placing an order', () => {
  it('orders whole packs of the best offer of an active supplier, and tells of the losing ones', async () => {
    const { orders, created } = ordersApi();
    await placeOrder(fact, { orders, log });
    expect(created).toMatchObject([
      {
        body: {
          supplierId: cheaper,
          orderedOn: fact.requestedOn,
          lines: [
            {
              requestId: fact.requestId,
              offerId: offers[1]?.id,
              sku: fact.sku,
              quantity: 100,
              neededOn: fact.neededOn,
              candidates: [
                { supplierId: cheaper, eligible: true, packs: 10, packPriceMinor: 900 },
                { supplierId: maker, eligible: true, packs: 10, packPriceMinor: 1000 },
                { supplierId: suspended, eligible: false, note: 'Lost because its supplier is suspended.' },
              ],
            },
          ],
        },
      },
    ]);
  });

  it('orders from no supplier that has declined the request', async () => {
    const { orders, created } = ordersApi();
    await placeOrder({ ...fact, declinedBy: [cheaper] }, { orders, log });
    expect(created).toMatchObject([{ body: { supplierId: maker } }]);
    await expect(placeOrder({ ...fact, declinedBy: [cheaper, maker] }, { orders, log })).rejects.toThrow(
      'No active supplier is left',
    );
  });

  it.each(['already_exists', 'conflict'] as const)(
    'is done when the request needs none: %s',
    async (code) => {
      const { orders, created } = ordersApi(code);
      await expect(placeOrder(fact, { orders, log })).resolves.toBeUndefined();
      expect(created).toHaveLength(1);
    },
  );

  it.each(['unavailable', 'validation_failed', 'insufficient_scope'] as const)(
    'fails, to be tried again, when the order is refused: %s',
    async (code) => {
      await expect(placeOrder(fact, { orders: ordersApi(code).orders, log })).rejects.toMatchObject({ code });
    },
  );

  it('says what to do when nobody offers the goods', async () => {
    const { orders, created } = ordersApi();
    await expect(placeOrder({ ...fact, sku: 'unknown' }, { orders, log })).rejects.toThrow(
      'No active supplier is left that offers unknown: add an offer',
    );
    expect(created).toEqual([]);
  });
});
