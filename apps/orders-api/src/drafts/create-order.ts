import { jobs, type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { type Handler, Operation } from '@stockade/service';
import { tellOfOrder } from '../orders/order-jobs.js';
import { presentOrder } from '../orders/read-order.js';
import { ReplenishmentRequests } from '../replenishment/replenishment-requests.js';
import { whichInForce } from '../suppliers/offers-in-force.js';
import { Supplier } from '../suppliers/supplier.entity.js';
import { addToDraft } from './draft-order.js';
import { priceOrder } from './order-pricing.js';
import { OrderWindow } from './order-window.js';

type Contract = typeof orders.createOrder;

@Operation(orders.createOrder)
export class CreateOrder implements Handler<Contract> {
  constructor(
    private readonly requests: ReplenishmentRequests,
    private readonly window: OrderWindow,
  ) {}

  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    await assertMaySupply(unit, body.supplierId);
    const ids = body.lines.map(({ offerId }) => offerId);
    const lines = priceOrder(body.supplierId, body.lines, await whichInForce(unit, ids, body.orderedOn));
    await this.requests.assertCovered(unit, body, lines);
    const { order, opened } = await addToDraft(unit, body, lines);
    const added = new Set(lines.map(({ requestId }) => requestId));
    await tellOfOrder(unit, { ...order, lines: order.lines.filter(({ requestId }) => added.has(requestId)) });
    if (opened) {
      await enqueue(unit, jobs.draftCloses, { orderId: order.id }, { delaySeconds: this.window.seconds });
    }
    return presentOrder(order);
  }
}

async function assertMaySupply(unit: UnitOfWork, supplierId: string): Promise<void> {
  const supplier = await unit.manager.findOneBy(Supplier, { id: supplierId });
  if (supplier?.status === 'active') return;
  throw new Problem('validation_failed', {
    detail: 'Order from an active supplier.',
    errors: [
      { pointer: '/body/supplierId', detail: supplier ? `${supplier.name} is suspended` : 'is no supplier' },
    ],
  });
}
