import { randomUUID } from 'node:crypto';
import {
  type inventory,
  type OperationInput,
  type OperationOutput,
  type orders as operations,
  Problem,
} from '@stockade/contracts';
import { ApiFixture, openApi, type TestDatabase } from '@stockade/testing';
import { AcknowledgeOrder } from '../orders/acknowledge-order.js';
import { ApproveOrder } from '../orders/approve-order.js';
import { CreateOrder } from '../orders/create-order.js';
import { takeUpReceipt } from '../orders/take-up-receipt.js';
import { TransmitOrder } from '../orders/transmit-order.js';
import { ordersApi } from '../orders-api.js';
import { ReplenishmentRequests } from '../replenishment/replenishment-requests.js';

const roles = ['OrderAgent', 'SupplierGateway', 'Operator', 'Approver', 'Auditor', 'OrdersService'] as const;
export type RoleName = (typeof roles)[number];
export type Order = OperationOutput<typeof operations.createOrder>;
type Body = OperationInput<typeof operations.createOrder>['body'];
type Request = OperationOutput<typeof inventory.getReplenishmentRequest>;

export const supplierId = randomUUID();
export const suspendedSupplierId = randomUUID();
/** 10 units a pack, at least 5 packs, 1,000 minor units a pack. */
export const offerId = randomUUID();
/** A pack of which alone costs more than the limit of the agent. */
export const dearOfferId = randomUUID();

export const aRequest = (change: Partial<Request> = {}): Request => ({
  id: randomUUID(),
  sku: 'item-1',
  location: 'ACCRA',
  quantity: 100,
  requestedOn: '2012-02-01',
  neededOn: '2012-04-01',
  status: 'open',
  orderId: null,
  orderedQuantity: null,
  expectedOn: null,
  receivedQuantity: 0,
  reason: {
    onHand: 0,
    onOrder: 0,
    announcedDemand: 100,
    forecastPerDay: 1,
    leadTimeDays: 60,
    horizonDays: 90,
    reorderPoint: 100,
    stockOutOn: null,
  },
  version: 1,
  ...change,
});

export const bodyFor = ({ id, sku, location, quantity }: Request, offer = offerId): Body => ({
  requestId: id,
  supplierId,
  location,
  orderedOn: '2012-02-01',
  neededOn: '2012-04-01',
  sourcing: {
    chosen: offer,
    candidates: [{ offerId: offer, supplierId, costMinor: 1, eligible: true, note: 'The only one.' }],
  },
  lines: [{ offerId: offer, sku, quantity }],
});

const insertOffers = `
  WITH supplier AS (
    INSERT INTO orders.suppliers (id, name, status) VALUES ($1, 'Maker', 'active'), ($2, 'Suspended', 'suspended')
  )
  INSERT INTO orders.offers (id, supplier_id, sku, units_per_pack, pack_price_minor, currency, minimum_packs,
    lead_time_days, lead_time_deviation_days, on_time_share)
  VALUES ($3, $1, 'item-1', 10, 1000, 'USD', 5, 60, 10, 0.9), ($4, $1, 'dear', 10, 50000001, 'USD', 1, 90, 10, 0.9)`;

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
    return new CreateOrder(this.test.policy, requests);
  }

  request(change: Partial<Request> = {}): Request {
    const request = aRequest(change);
    this.#requests.set(request.id, request);
    return request;
  }

  create(body: Body, role: RoleName = 'OrderAgent'): Promise<Order> {
    return this.as(role, this.creation(), { body });
  }

  /** An order of 100 units within the limit, or above it. */
  placed({ dear = false } = {}): Promise<Order> {
    return this.create(dear ? bodyFor(this.request({ sku: 'dear' }), dearOfferId) : bodyFor(this.request()));
  }

  approve(id: string): Promise<Order> {
    return this.as('Approver', new ApproveOrder(), { params: { id }, body: { reason: 'Needed.' } });
  }

  transmit(id: string): Promise<Order> {
    return this.as('SupplierGateway', new TransmitOrder(), {
      params: { id },
      body: { sentOn: '2012-02-02' },
    });
  }

  /** The supplier accepts, with this quantity of each line. */
  accept({ id, lines }: Order, confirmedQuantity: number): Promise<Order> {
    return this.as('SupplierGateway', new AcknowledgeOrder(), {
      params: { id },
      body: {
        decision: 'accepted',
        promisedOn: '2012-04-15',
        lines: lines.map((line) => ({ lineId: line.id, confirmedQuantity })),
      },
    });
  }

  receive({ requestId, lines }: Order, quantity: number, receiptId = randomUUID()): Promise<void> {
    const sku = lines[0]?.sku ?? '';
    const fact = { receiptId, requestId, sku, quantity, receivedOn: '2012-04-20' };
    return this.work('OrdersService', (unit) => takeUpReceipt(fact, unit));
  }
}
