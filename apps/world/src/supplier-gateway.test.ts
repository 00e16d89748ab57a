import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from '@stockade/contracts';
import { readDeliveryLines, supplierIdOf } from '@stockade/history';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsignmentBook } from './consignment-book.js';
import { PastPurchases } from './past-purchases.js';
import { ScenarioBook } from './scenarios/scenario-book.js';
import { SupplierGateway } from './supplier-gateway.js';
import { UnansweredOrders } from './unanswered-orders.js';

type Orders = ConstructorParameters<typeof SupplierGateway>[0];
type Order = Awaited<ReturnType<Orders['transmitOrder']>>;

const data = fileURLToPath(new URL('../../../data/scms-delivery-history.csv', import.meta.url));
const purchases = new PastPurchases(readDeliveryLines(data));
const fact = { orderId: '0199c0de-0000-7000-8000-000000000001', orderedOn: '2012-02-01', version: 1 };
const line = (id: string, quantity: number): Order['lines'][number] => ({
  id,
  requestId: `request of ${id}`,
  offerId: 'offer',
  sku: 'item',
  quantity,
  packs: quantity,
  unitsPerPack: 1,
  packPriceMinor: 100,
  neededOn: '2012-04-01',
  candidates: [],
  confirmedQuantity: null,
  confirmedPackPriceMinor: null,
  receivedQuantity: 0,
  shortClosedQuantity: 0,
  shortClosedBy: null,
  shortCloseReason: null,
});
const sent: Order = {
  id: fact.orderId,
  supplierId: supplierIdOf('Maker'),
  location: 'ACCRA',
  currency: 'USD',
  status: 'sent',
  totalMinor: 10_000,
  orderedOn: '2012-02-01',
  neededOn: '2012-04-01',
  sentOn: '2012-02-02',
  promisedOn: null,
  lines: [line('a', 100), line('b', 50)],
  createdBy: 'order_placer',
  approvalReasons: [],
  revision: 1,
  amendedBy: null,
  heldBy: null,
  holdReason: null,
  decidedBy: 'policy',
  decisionReason: null,
  version: 2,
};
const amended: Order = { ...sent, revision: 2, lines: [line('a', 70), line('b', 0)], version: 5 };

let directory: string;
let book: ConsignmentBook;
let answers: unknown[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gateway-'));
  book = new ConsignmentBook(join(directory, 'book'));
  answers = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Has the gateway send an order that stands so, or that the API refuses to send. */
async function send(order: Order | Problem): Promise<void> {
  const ordersApi: Pick<Orders, 'transmitOrder' | 'acknowledgeOrder'> = {
    transmitOrder: async () => {
      if (order instanceof Problem) throw order;
      return order;
    },
    acknowledgeOrder: async ({ body }) => {
      answers.push(body);
      return sent;
    },
  };
  const unanswered = new UnansweredOrders(join(directory, 'unanswered'));
  const scenarios = new ScenarioBook(join(directory, 'scenarios'));
  await new SupplierGateway(ordersApi, book, unanswered, purchases, scenarios, () => '2012-02-02').send(
    fact,
    undefined,
  );
}
const lines = () => book.open.flatMap((goods) => goods.lines.map(({ quantity }) => quantity));

describe('sending an order', () => {
  it('is accepted as it is, and its goods are made', async () => {
    await send(sent);
    expect(answers).toMatchObject([
      { decision: 'accepted', revision: 1, lines: [{ confirmedQuantity: 100 }, { confirmedQuantity: 50 }] },
    ]);
    expect(lines()).toEqual([100, 50]);
  });

  it('has an amendment take the place of what was agreed before, and makes nothing of a dropped line', async () => {
    await send(sent);
    await send(amended);
    expect(answers).toMatchObject([
      { revision: 1 },
      { decision: 'accepted', revision: 2, lines: [{ confirmedQuantity: 70 }, { confirmedQuantity: 0 }] },
    ]);
    expect(lines()).toEqual([70]);
  });

  it('has an amendment declined once the goods have left', async () => {
    await send(sent);
    const [goods] = book.open;
    if (goods) book.update({ ...goods, shipmentId: 'shipment' });
    await send(amended);
    expect(answers.at(-1)).toEqual({ decision: 'declined', revision: 2, reason: 'The goods have left.' });
    expect(lines()).toEqual([100, 50]);
    book.close(fact.orderId);
    const arrived = amended.lines.map((one) => ({ ...one, receivedQuantity: 10 }));
    await send({ ...amended, status: 'partially_received', lines: arrived });
    expect(answers.at(-1)).toMatchObject({ decision: 'declined', revision: 2 });
  });

  it('is over where the order is held or has ended; any other refusal is tried again', async () => {
    await expect(send(new Problem('conflict'))).resolves.toBeUndefined();
    expect([answers, lines()]).toEqual([[], []]);
    await expect(send(new Problem('unavailable'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
