import { Inject } from '@nestjs/common';
import type { AccessPolicy } from '@stockade/access';
import { type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, POLICY } from '@stockade/service';
import { In } from 'typeorm';
import { ReplenishmentRequests } from '../replenishment/replenishment-requests.js';
import { Offer } from '../suppliers/offer.entity.js';
import { Supplier } from '../suppliers/supplier.entity.js';
import { decideOnCreation } from './order-approval.js';
import { handOn, tellOfOrder } from './order-jobs.js';
import { priceOrder } from './order-pricing.js';
import { presentOrder } from './read-order.js';
import { storeOrder } from './store-order.js';

type Contract = typeof orders.createOrder;

@Operation(orders.createOrder)
export class CreateOrder implements Handler<Contract> {
  constructor(
    @Inject(POLICY) private readonly policy: AccessPolicy,
    private readonly requests: ReplenishmentRequests,
  ) {}

  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    await assertMaySupply(unit, body.supplierId);
    const offers = await unit.manager.findBy(Offer, { id: In(body.lines.map((line) => line.offerId)) });
    const priced = priceOrder(body.supplierId, body.lines, offers);
    await this.requests.assertCovered(unit, body, priced.lines);
    const limit = this.policy.roles.get(unit.principal.role)?.limits.approvalAboveMinor;
    const created = await storeOrder(unit, body, priced, decideOnCreation(priced.totalMinor, limit));
    await tellOfOrder(unit, created);
    await handOn(unit, created);
    return presentOrder(created);
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
