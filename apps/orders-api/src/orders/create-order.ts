import type { AccessPolicy } from '@stockade/access';
import { jobs, type OperationInput, type OperationOutput, orders, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { type Handler, Operation, POLICY } from '@stockade/service';
import { Inject } from '@nestjs/common';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ReplenishmentRequests } from '../replenishment/replenishment-requests.js';
import { Offer } from '../suppliers/offer.entity.js';
import { Supplier } from '../suppliers/supplier.entity.js';
import { awaitApproval } from './await-approval.js';
import { tellOfOrder } from './change-order.js';
import { decideOnCreation } from './order-approval.js';
import { OrderLine } from './order-line.entity.js';
import { type PricedLine, priceOrder } from './order-pricing.js';
import { presentOrder, readOrder } from './read-order.js';

type Contract = typeof orders.createOrder;

/** One order for a request, whoever asks for it again: the unique key decides, not a look before. */
const insertOrder = statement(
  'insert-order',
  `INSERT INTO orders.orders (id, request_id, supplier_id, location, currency, status, total_minor, ordered_on,
     needed_on, expected_on, sourcing, created_by, decided_by, decision_reason, version)
   VALUES ($1, $2, $3, $4, 'USD', $5, $6, $7, $8, $7::date + $9::int, $10, $11, $12, $13, 1)
   ON CONFLICT (request_id) DO NOTHING
   RETURNING id`,
);

@Operation(orders.createOrder)
export class CreateOrder implements Handler<Contract> {
  constructor(
    @Inject(POLICY) private readonly policy: AccessPolicy,
    private readonly requests: ReplenishmentRequests,
  ) {}

  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    await assertActive(unit, body.supplierId);
    const offers = await unit.manager.findBy(Offer, { id: In(body.lines.map((line) => line.offerId)) });
    const { lines, totalMinor, leadTimeDays } = priceOrder(body.supplierId, body.lines, offers);
    await this.requests.assertCovers(body.requestId, body.location, lines);

    const { role, agent } = unit.principal;
    const { status, decidedBy, decisionReason } = decideOnCreation(
      totalMinor,
      this.policy.roles.get(role)?.limits.approvalAboveMinor,
    );
    const id = uuidv7();
    const inserted = await unit.query(insertOrder, [
      id,
      body.requestId,
      body.supplierId,
      body.location,
      status,
      totalMinor,
      body.orderedOn,
      body.neededOn,
      leadTimeDays,
      JSON.stringify(body.sourcing),
      agent,
      decidedBy,
      decisionReason,
    ]);
    if (inserted.length === 0) {
      throw new Problem('already_exists', { detail: `The request ${body.requestId} has an order already.` });
    }
    await insertLines(unit, id, lines);
    const created = await readOrder(unit, id);
    await tellOfOrder(unit, created);
    if (status === 'approved') {
      await enqueue(unit, jobs.orderApproved, { orderId: id, orderedOn: body.orderedOn });
    } else {
      await awaitApproval(unit, id);
    }
    return presentOrder(created);
  }
}

async function assertActive(unit: UnitOfWork, supplierId: string): Promise<void> {
  const supplier = await unit.manager.findOneBy(Supplier, { id: supplierId });
  if (supplier === null) throw new Problem('not_found', { detail: `There is no supplier ${supplierId}.` });
  if (supplier.status !== 'active') {
    throw new Problem('conflict', { detail: `The supplier ${supplier.name} is suspended; choose another.` });
  }
}

async function insertLines(unit: UnitOfWork, orderId: string, lines: readonly PricedLine[]): Promise<void> {
  await unit.manager.insert(
    OrderLine,
    lines.map(({ minimumQuantity: _rule, ...line }) => ({
      ...line,
      id: uuidv7(),
      orderId,
      confirmedQuantity: null,
      receivedQuantity: 0,
    })),
  );
}
