import { randomUUID } from 'node:crypto';
import { orders } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import type { KeyedPost, RequestHistory } from '@stockade/testing';
import { expireApproval } from '../decisions/expire-approval.js';
import { takeUpReceipt } from '../delivery/take-up-receipt.js';
import { CloseDraft } from '../drafts/close-draft.js';
import { lockOrder, readOrder } from '../orders/read-order.js';
import { bodyFor, dearOfferId, offerId, type Request } from './order-data.js';
import type { OrderAct, OrderModel } from './order-life.js';
import type { Order, OrdersFixture } from './orders-fixture.js';
import type { Caller, OrdersProcesses } from './orders-processes.js';

const REQUESTS = 3;
const RECEIVED = 30;
const body = { reason: 'As it must be.' };

const countedJustNow = statement(
  'receipt_counted_just_now',
  `SELECT order_id AS "orderId" FROM orders.order_receipts
   WHERE receipt_id = $1 AND xmin = pg_current_xact_id()::xid`,
);

/** One step in the life of an order, and the version that it made. */
export interface Step {
  readonly orderId: string;
  readonly act: OrderAct;
  readonly version: number;
  readonly status: OrderModel['status'];
}

type Ordered = Promise<Order | undefined>;

/** What is done at once to the orders of a few requests that nobody else knows, and what came of it. */
export class OrderWorld {
  readonly requests: readonly Request[];
  /** Undefined where the request had an order. */
  readonly ordered: Ordered[] = [];
  /** What jobs did. */
  readonly byJobs: Step[] = [];
  readonly #underWay: Promise<unknown>[] = [];
  readonly #receipts = new Map<number, string>();

  private constructor(
    readonly fixture: OrdersFixture,
    readonly history: RequestHistory,
    processes: OrdersProcesses,
  ) {
    this.requests = Array.from({ length: REQUESTS }, (_, index) => processes.request(index % 2 === 1));
  }

  static async open(processes: OrdersProcesses): Promise<OrderWorld> {
    return new OrderWorld(processes.fixture, await processes.history(), processes);
  }

  /** Begins something, and does not wait for it. */
  begin<T>(act: Promise<T>): Promise<T> {
    this.#underWay.push(act);
    act.catch(() => undefined);
    return act;
  }

  /** Waits for all that was begun. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async create(request: Request, hangUps: readonly number[]): Ordered {
    const body = bodyFor(request, request.sku === 'dear' ? dearOfferId : offerId);
    const { status, text } = await this.history.post(
      { caller: 'order_placer', path: '/v1/orders', body },
      hangUps,
    );
    return status === 201 ? orders.createOrder.output.parse(JSON.parse(text)) : undefined;
  }

  decide(caller: Caller, act: 'approve' | 'reject' | 'cancel', ordered: Ordered, hangUps: readonly number[]) {
    return this.#post(caller, act, ordered, () => body, hangUps);
  }

  transmit(ordered: Ordered, hangUps: readonly number[]) {
    return this.#post('supplier_gateway', 'transmission', ordered, () => ({ sentOn: '2012-02-02' }), hangUps);
  }

  hold(ordered: Ordered, hangUps: readonly number[]) {
    return this.#post('operator', 'hold', ordered, () => body, hangUps);
  }

  resume(ordered: Ordered, hangUps: readonly number[]) {
    return this.#post('operator', 'resume', ordered, () => ({}), hangUps);
  }

  amend(quantity: number, ordered: Ordered, hangUps: readonly number[]) {
    const amended = ({ lines }: Order) => ({
      ...body,
      lines: lines.map(({ id: lineId }) => ({ lineId, quantity })),
    });
    return this.#post('operator', 'amendments', ordered, amended, hangUps);
  }

  shortClose(ordered: Ordered, hangUps: readonly number[]) {
    const given = ({ lines }: Order) => ({ ...body, lineIds: lines.map(({ id }) => id) });
    return this.#post('operator', 'short-close', ordered, given, hangUps);
  }

  decline(revision: number, ordered: Ordered, hangUps: readonly number[]) {
    const declined = { decision: 'declined', revision, reason: 'Sold out.' };
    return this.#post('supplier_gateway', 'acknowledgement', ordered, () => declined, hangUps);
  }

  accept(revision: number, confirmedQuantity: number, ordered: Ordered, hangUps: readonly number[]) {
    const accepted = ({ lines }: Order) => ({
      decision: 'accepted',
      revision,
      promisedOn: '2012-04-15',
      lines: lines.map(({ id: lineId }) => ({ lineId, confirmedQuantity })),
    });
    return this.#post('supplier_gateway', 'acknowledgement', ordered, accepted, hangUps);
  }

  /** Goods have come; told with the same number, they are the same goods. */
  async receive(ordered: Ordered, number: number): Promise<void> {
    const order = await ordered;
    if (!order) return;
    const receiptId = this.#receipts.get(number) ?? randomUUID();
    this.#receipts.set(number, receiptId);
    const { requestId, sku } = order.lines[0] ?? { requestId: '', sku: '' };
    const fact = { receiptId, requestId, sku, quantity: RECEIVED, receivedOn: '2012-04-20' };
    await this.fixture.work('OrdersService', async (unit) => {
      await takeUpReceipt(fact, unit);
      // The goods count for the order that the request has now, which may be a later one.
      const [counted] = await unit.query<{ orderId: string }>(countedJustNow, [receiptId]);
      if (!counted) return;
      const { version, status } = await readOrder(unit, counted.orderId);
      this.byJobs.push({ orderId: counted.orderId, act: { act: 'receive' }, version, status });
    });
  }

  /** A deadline has come that the API set, maybe for what is decided since. */
  async expire(ordered: Ordered, which: number): Promise<void> {
    const order = await ordered;
    if (!order) return;
    const deadlines = await this.fixture.test.ownerQuery<{ version: number }>(
      `SELECT (data->'payload'->>'version')::int AS version FROM queues.outbox
       WHERE name = 'approval.expires' AND data->'payload'->>'orderId' = $1 ORDER BY id`,
      [order.id],
    );
    const deadline = deadlines[which % deadlines.length];
    if (!deadline) return;
    const fact = { orderId: order.id, version: deadline.version };
    await this.#job({ act: 'expire' }, order.id, (unit) => expireApproval(fact, unit));
  }

  /** The window of the draft has ended, maybe for the second time. */
  async close(ordered: Ordered): Promise<void> {
    const order = await ordered;
    if (!order) return;
    const { policy } = this.fixture.test;
    await this.#job({ act: 'close' }, order.id, (unit) =>
      new CloseDraft(policy).run({ orderId: order.id }, unit),
    );
  }

  async sendAgain(post: KeyedPost): Promise<void> {
    await this.history.insist(post);
  }

  async #post(
    caller: Caller,
    path: string,
    ordered: Ordered,
    bodyOf: (order: Order) => object,
    hangUps: readonly number[],
  ): Promise<void> {
    const order = await ordered;
    if (!order) return;
    await this.history.post({ caller, path: `/v1/orders/${order.id}/${path}`, body: bodyOf(order) }, hangUps);
  }

  async #job(act: OrderAct, orderId: string, run: (unit: UnitOfWork) => Promise<void>): Promise<void> {
    await this.fixture.work('OrdersService', async (unit) => {
      const before = await lockOrder(unit, { id: orderId });
      await run(unit);
      const { version, status } = await readOrder(unit, orderId);
      if (version > before.version) this.byJobs.push({ orderId, act, version, status });
    });
  }
}
