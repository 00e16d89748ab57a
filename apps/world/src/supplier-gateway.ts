import type { Client } from '@stockade/clients';
import type { JobPayload, jobs, orders } from '@stockade/contracts';
import { type Courses, type DeliveryLine, drawCourse } from '@stockade/history';
import type { ConsignmentBook } from './consignment-book.js';
import { journeyOf } from './journey.js';

type Orders = Client<typeof orders>;
type Order = Awaited<ReturnType<Orders['transmitOrder']>>;
type Fact = JobPayload<typeof jobs.orderApproved>;

/** Sends approved orders to their suppliers, who answer as suppliers of these goods really did. */
export class SupplierGateway {
  readonly #classes: ReadonlyMap<string, string>;
  readonly #origins: ReadonlyMap<string, string>;

  constructor(
    private readonly ordersApi: Orders,
    private readonly book: ConsignmentBook,
    private readonly courses: Courses,
    lines: readonly DeliveryLine[],
    private readonly today: () => string,
  ) {
    this.#classes = new Map(lines.map((line) => [line.sku, line.productClass]));
    this.#origins = new Map(lines.map((line) => [line.sku, line.origin]));
  }

  /** Every step may come twice: the order answers as it stands, and the book keeps the first word. */
  async send({ orderId, orderedOn }: Fact, traceparent: string | undefined): Promise<void> {
    const today = this.today();
    const sentOn = today > orderedOn ? today : orderedOn;
    const order = await this.ordersApi.transmitOrder({ params: { id: orderId }, body: { sentOn } });
    const [line] = order.lines;
    if (order.sentOn === null || line === undefined) return;
    const course = drawCourse(this.courses.of(line.sku, '', this.#classes.get(line.sku) ?? ''), orderId);
    const journey = journeyOf(order.sentOn, course);
    if (order.status === 'sent') await this.#acknowledge(order, journey.promisedOn);
    else if (order.status !== 'acknowledged') return;
    this.book.keep({
      orderId,
      supplierId: order.supplierId,
      origin: this.#origins.get(line.sku) ?? 'unknown',
      mode: course.mode,
      destination: order.location,
      ...journey,
      steps: [...journey.steps],
      lines: order.lines.map(({ id, requestId, sku, quantity }) => ({
        orderLineId: id,
        requestId,
        sku,
        quantity,
      })),
      ...(traceparent && { traceparent }),
      shipmentId: null,
      reported: 0,
    });
  }

  async #acknowledge({ id, lines }: Order, promisedOn: string): Promise<void> {
    await this.ordersApi.acknowledgeOrder({
      params: { id },
      body: {
        decision: 'accepted',
        promisedOn,
        lines: lines.map((line) => ({ lineId: line.id, confirmedQuantity: line.quantity })),
      },
      idempotencyKey: `acknowledge-${id}`,
    });
  }
}
