import type { Client } from '@stockade/clients';
import { addDays, type JobPayload, type jobs, type orders, Problem } from '@stockade/contracts';
import type { Course } from '@stockade/history';
import type { Consignment } from './consignment.js';
import type { ConsignmentBook } from './consignment-book.js';
import { inParallel } from './in-parallel.js';
import { journeyOf } from './journey.js';
import type { PastPurchases } from './past-purchases.js';
import type { ScenarioBook } from './scenarios/scenario-book.js';
import type { UnansweredOrders } from './unanswered-orders.js';

type Orders = Pick<Client<typeof orders>, 'transmitOrder' | 'acknowledgeOrder'>;
type Order = Awaited<ReturnType<Orders['transmitOrder']>>;
type Fact = JobPayload<typeof jobs.orderApproved>;

/** Sends approved orders to their suppliers, who answer as suppliers of these goods really did. */
export class SupplierGateway {
  constructor(
    private readonly ordersApi: Orders,
    private readonly book: ConsignmentBook,
    private readonly unanswered: UnansweredOrders,
    private readonly purchases: PastPurchases,
    private readonly scenarios: ScenarioBook,
    private readonly today: () => string,
  ) {}

  /** Has suppliers answer what they left unanswered, if they do today. */
  async act(day: string): Promise<void> {
    await inParallel(this.unanswered.all, ({ fact, traceparent }) => this.#send(fact, day, traceparent));
  }

  /** Every step may come twice: the order answers as it stands, and the book keeps the first word. */
  async send(fact: Fact, traceparent: string | undefined): Promise<void> {
    await this.#send(fact, laterOf(this.today(), fact.orderedOn), traceparent);
  }

  async #send(fact: Fact, day: string, traceparent: string | undefined): Promise<void> {
    const { orderId } = fact;
    const order = await this.#transmit(orderId, day, traceparent);
    const answer = order?.status === 'sent' ? this.#answerTo(order) : undefined;
    if (answer === 'silence') return this.unanswered.put({ fact, traceparent });
    if (order && this.#isTooLate(order)) await this.#decline(order, 'The goods have left.', traceparent);
    else if (order && answer === 'declined') {
      await this.#decline(order, 'We cannot deliver at present.', traceparent);
    } else if (order) await this.#deliver(order, day, traceparent);
    this.unanswered.remove(orderId);
  }

  /** Undefined where there is nothing to send: the order is held, and asked for again when it is resumed, or has ended. */
  async #transmit(id: string, sentOn: string, traceparent: string | undefined): Promise<Order | undefined> {
    return this.ordersApi
      .transmitOrder({ params: { id }, body: { sentOn }, traceparent })
      .catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'conflict') return undefined;
        throw error;
      });
  }

  /** Whether an order was amended after its goods, or some of them, were shipped. */
  #isTooLate({ id, revision, promisedOn, status, lines }: Order): boolean {
    if (revision === 1 || promisedOn !== null) return false;
    if (status !== 'sent' && status !== 'partially_received') return false;
    const shipped = this.book.of(id)?.shipmentId ?? null;
    return shipped !== null || lines.some((line) => line.receivedQuantity > 0);
  }

  /** By what is in force on the day under way. */
  #answerTo({ id: orderId, supplierId }: Order) {
    return this.scenarios.on(addDays(this.today(), 1)).answer({ orderId, supplierId });
  }

  async #deliver(order: Order, day: string, traceparent: string | undefined): Promise<void> {
    const [line] = order.lines;
    if (line === undefined || !(order.status === 'sent' || order.status === 'acknowledged')) return;
    const course = this.purchases.courseOf({ ...order, ...line, orderId: order.id });
    const { promisedOn } = order;
    // Who has promised a day keeps to what was drawn then.
    const answeredOn = promisedOn === null ? day : addDays(promisedOn, -course.promisedAfter);
    const consignment = consignmentOf(order, answeredOn, course, traceparent);
    if (order.status === 'sent') {
      await this.#accept(order, consignment.promisedOn, traceparent);
      // What an amendment asks for takes the place of what was agreed before.
      this.book.update(consignment);
    } else this.book.keep(consignment);
  }

  async #accept(
    { id, revision, lines }: Order,
    promisedOn: string,
    traceparent: string | undefined,
  ): Promise<void> {
    await this.ordersApi.acknowledgeOrder({
      params: { id },
      body: {
        decision: 'accepted',
        revision,
        promisedOn,
        lines: lines.map((line) => ({ lineId: line.id, confirmedQuantity: line.quantity })),
      },
      idempotencyKey: `acknowledge-${id}-${revision}`,
      traceparent,
    });
  }

  async #decline({ id, revision }: Order, reason: string, traceparent: string | undefined): Promise<void> {
    await this.ordersApi.acknowledgeOrder({
      params: { id },
      body: { decision: 'declined', revision, reason },
      idempotencyKey: `decline-${id}-${revision}`,
      traceparent,
    });
  }
}

const laterOf = (day: string, other: string) => (day < other ? other : day);

function consignmentOf(
  order: Order,
  answeredOn: string,
  course: Course,
  traceparent: string | undefined,
): Consignment {
  const journey = journeyOf(answeredOn, course);
  return {
    orderId: order.id,
    supplierId: order.supplierId,
    origin: course.origin,
    mode: course.mode,
    destination: order.location,
    ...journey,
    steps: [...journey.steps],
    lines: order.lines.flatMap(({ id, requestId, sku, quantity }) =>
      quantity > 0 ? [{ orderLineId: id, requestId, sku, quantity }] : [],
    ),
    ...(traceparent && { traceparent }),
    shipmentId: null,
    reported: 0,
  };
}
