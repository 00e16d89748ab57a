import { randomUUID } from 'node:crypto';
import { Problem } from '@stockade/contracts';
import { type RunningService, startService } from '@stockade/service';
import { RequestHistory, serviceEnvironment } from '@stockade/testing';
import { callerTokens, LoopbackIssuer } from '@stockade/testing/issuer';
import { OrderWindow } from '../drafts/order-window.js';
import { ordersApi } from '../orders-api.js';
import { INVENTORY, ReplenishmentRequests } from '../replenishment/replenishment-requests.js';
import { aRequest, type Request } from './order-data.js';
import { OrdersFixture } from './orders-fixture.js';

const machine = (name: string, roles: readonly string[], scope: string) => ({
  aud: 'orders-api',
  azp: name,
  client_id: name,
  roles,
  scope,
});
const person = (name: string, role: string, scope: string) => ({
  ...machine('stack-cli', [role], scope),
  preferred_username: name,
});
const callers = {
  order_placer: machine('order_placer', ['OrderAgent'], 'orders:create orders:read'),
  /** As if somebody had given the agent a second role. */
  order_placer_as_approver: machine('order_placer', ['OrderAgent', 'Approver'], 'orders:approve'),
  supplier_gateway: machine('supplier_gateway', ['SupplierGateway'], 'orders:transmit'),
  approver: person('approver', 'Approver', 'orders:approve orders:read'),
  operator: person('operator', 'Operator', 'orders:cancel orders:amend orders:read'),
};
export type Caller = keyof typeof callers;

/** Two processes of orders-api on one database, and an inventory-api that knows some requests. */
export class OrdersProcesses {
  readonly #tokenOf: (caller: string) => Promise<string>;

  private constructor(
    readonly fixture: OrdersFixture,
    private readonly requests: Map<string, Request>,
    private readonly issuer: LoopbackIssuer,
    private readonly processes: readonly RunningService[],
  ) {
    this.#tokenOf = callerTokens(issuer, callers);
  }

  static async start(): Promise<OrdersProcesses> {
    const [fixture, issuer] = await Promise.all([OrdersFixture.open(), LoopbackIssuer.start()]);
    const requests = new Map<string, Request>();
    const inventory = {
      getReplenishmentRequest: async ({ params }: { params: { id: string } }) => {
        const request = requests.get(params.id);
        if (!request) throw new Problem('not_found');
        return request;
      },
    };
    const providers = [ReplenishmentRequests, OrderWindow, { provide: INVENTORY, useValue: inventory }];
    const env = {
      ...serviceEnvironment(fixture.test, issuer.url),
      STOCKADE_INVENTORY_API_URL: issuer.url,
      STOCKADE_ORDERS_API_URL: issuer.url,
      STOCKADE_SHIPMENTS_API_URL: issuer.url,
      // No window ends by itself: when a draft closes, the acts say.
      STOCKADE_ORDER_WINDOW_MS: String(86_400_000),
    };
    const start = () => startService({ ...ordersApi, providers }, env);
    return new OrdersProcesses(fixture, requests, issuer, [await start(), await start()]);
  }

  /** A request for goods within the limit of the agent, or above it, that is open at inventory-api. */
  request(dear: boolean): Request {
    // A place of its own: no other request is drafted together with it.
    const location = `L${randomUUID().slice(0, 8).toUpperCase()}`;
    const request = aRequest({ location, ...(dear && { sku: 'dear' }) });
    this.requests.set(request.id, request);
    return request;
  }

  /** Requests to both processes, none of which was sent yet; everybody has their whole limit again. */
  async history(): Promise<RequestHistory> {
    await this.fixture.test.ownerQuery('DELETE FROM limits.buckets');
    return new RequestHistory(
      this.processes.map(({ url }) => url),
      this.#tokenOf,
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.close()));
    await this.issuer.stop();
    await this.fixture.close();
  }
}
