import { randomUUID } from 'node:crypto';
import { type OperationOutput, type orders as operations, Problem } from '@stockade/contracts';
import { ApiFixture, openApi, type TestDatabase } from '@stockade/testing';
import { AmendOrder } from '../amendments/amend-order.js';
import { ListAmendments } from '../amendments/list-amendments.js';
import { ApproveOrder } from '../decisions/approve-order.js';
import { expireApproval } from '../decisions/expire-approval.js';
import { RejectOrder } from '../decisions/reject-order.js';
import { AcknowledgeOrder } from '../delivery/acknowledge-order.js';
import { ShortCloseOrder } from '../delivery/short-close-order.js';
import { takeUpReceipt } from '../delivery/take-up-receipt.js';
import { TransmitOrder } from '../delivery/transmit-order.js';
import { CloseDraft } from '../drafts/close-draft.js';
import { CreateOrder } from '../drafts/create-order.js';
import { OrderWindow } from '../drafts/order-window.js';
import { CancelOrder } from '../orders/cancel-order.js';
import { GetOrder } from '../orders/get-order.js';
import { HoldOrder } from '../orders/hold-order.js';
import { ResumeOrder } from '../orders/resume-order.js';
import { ordersApi } from '../orders-api.js';
import { ReplenishmentRequests } from '../replenishment/replenishment-requests.js';
import {
  aRequest,
  type Body,
  bodyFor,
  dearOfferId,
  insertOffers,
  offerId,
  type Request,
  supplierId,
  suspendedSupplierId,
} from './order-data.js';

const roles = ['OrderAgent', 'SupplierGateway', 'Operator', 'Approver', 'Auditor', 'OrdersService'] as const;
type RoleName = (typeof roles)[number];
export type Order = OperationOutput<typeof operations.createOrder>;

/** Puts in the suppliers and their offers, as the seed would. */
export async function seedOffers(test: Pick<TestDatabase, 'ownerQuery'>): Promise<void> {
  await test.ownerQuery(insertOffers, [supplierId, suspendedSupplierId, offerId, dearOfferId]);
}

/** The handlers of orders-api, and requests that inventory-api would know. */
export class OrdersFixture extends ApiFixture<RoleName> {
  readonly #requests = new Map<string, Request>();

  static async open(): Promise<OrdersFixture> {
    const opened = await openApi({ schema: 'orders', roles, entities: ordersApi.entities });
    const fixture = new OrdersFixture(opened);
    await fixture.reset();
    return fixture;
  }

  override async reset(): Promise<void> {
    await super.reset();
    await seedOffers(this.test);
  }

  /** The creation of orders, with an inventory-api that knows the requests of `request`. */
  creation(): CreateOrder {
    const requests = new ReplenishmentRequests({
      getReplenishmentRequest: async ({ params }) => {
        const request = this.#requests.get(params.id);
        if (!request) throw new Problem('not_found');
        return request;
      },
    });
    return new CreateOrder(requests, new OrderWindow({ env: {} }));
  }

  request(change: Partial<Request> = {}): Request {
    const request = aRequest(change);
    this.#requests.set(request.id, request);
    return request;
  }

  create(body: Body, role: RoleName = 'OrderAgent'): Promise<Order> {
    return this.as(role, this.creation(), { body });
  }

  /** The window of a draft has ended. */
  closeDraft(orderId: string, policy = this.test.policy): Promise<void> {
    return this.work('OrdersService', (unit) => new CloseDraft(policy).run({ orderId }, unit));
  }

  /** An order that was drafted and decided on: its version is 2. */
  async decided(body: Body): Promise<Order> {
    const { id } = await this.create(body);
    await this.closeDraft(id);
    return this.read(id);
  }

  /** An order of 100 units within the limit, or above it. */
  placed({ dear = false } = {}): Promise<Order> {
    return this.decided(dear ? bodyFor(this.request({ sku: 'dear' }), dearOfferId) : bodyFor(this.request()));
  }

  approve(id: string): Promise<Order> {
    return this.as('Approver', new ApproveOrder(), { params: { id }, body: { reason: 'Needed.' } });
  }

  reject(id: string): Promise<Order> {
    return this.as('Approver', new RejectOrder(), { params: { id }, body: { reason: 'Not needed.' } });
  }

  cancel(id: string): Promise<Order> {
    return this.as('Operator', new CancelOrder(), { params: { id }, body: { reason: 'Not needed.' } });
  }

  /** The deadline of a version of the order has come. */
  expire(orderId: string, version: number): Promise<void> {
    return this.work('OrdersService', (unit) => expireApproval({ orderId, version }, unit));
  }

  read(id: string): Promise<Order> {
    return this.as('Auditor', new GetOrder(), { params: { id } });
  }

  transmit(id: string): Promise<Order> {
    return this.as('SupplierGateway', new TransmitOrder(), {
      params: { id },
      body: { sentOn: '2012-02-02' },
    });
  }

  decline(id: string, revision = 1): Promise<Order> {
    const body = { decision: 'declined' as const, revision, reason: 'Sold out.' };
    return this.as('SupplierGateway', new AcknowledgeOrder(), { params: { id }, body });
  }

  hold(id: string): Promise<Order> {
    return this.as('Operator', new HoldOrder(), { params: { id }, body: { reason: 'Under review.' } });
  }

  resume(id: string): Promise<Order> {
    return this.as('Operator', new ResumeOrder(), { params: { id } });
  }

  /** Another quantity of the first line, or another day. */
  amend({ id, lines }: Order, change: { quantity?: number; neededOn?: string }): Promise<Order> {
    const body = { reason: 'Less is needed.', lines: [{ lineId: lines[0]?.id ?? '', ...change }] };
    return this.as('Operator', new AmendOrder(this.test.policy), { params: { id }, body });
  }

  amendments(id: string): Promise<OperationOutput<typeof operations.listAmendments>> {
    return this.as('Auditor', new ListAmendments(), { params: { id }, query: { limit: 50 } });
  }

  shortClose({ id, lines }: Order): Promise<Order> {
    const body = { reason: 'No more of it is made.', lineIds: lines.map((line) => line.id) };
    return this.as('Operator', new ShortCloseOrder(), { params: { id }, body });
  }

  /** The supplier accepts, with this quantity of each line. */
  accept(
    { id, revision, lines }: Order,
    confirmedQuantity: number,
    { promisedOn = '2012-04-15', packPriceMinor }: { promisedOn?: string; packPriceMinor?: number } = {},
  ): Promise<Order> {
    return this.as('SupplierGateway', new AcknowledgeOrder(), {
      params: { id },
      body: {
        decision: 'accepted',
        revision,
        promisedOn,
        lines: lines.map((line) => ({
          lineId: line.id,
          confirmedQuantity,
          ...(packPriceMinor !== undefined && { packPriceMinor }),
        })),
      },
    });
  }

  receive({ lines }: Order, quantity: number, receiptId = randomUUID()): Promise<void> {
    const { requestId = '', sku = '' } = lines[0] ?? {};
    const fact = { receiptId, requestId, sku, quantity, receivedOn: '2012-04-20' };
    return this.work('OrdersService', (unit) => takeUpReceipt(fact, unit));
  }
}
