import { Inject } from '@nestjs/common';
import type { AccessPolicy } from '@stockade/access';
import { type OperationInput, type OperationOutput, orders } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation, POLICY } from '@stockade/service';
import { decideOnAmendment } from '../decisions/order-approval.js';
import { changeOrder } from '../orders/change-order.js';
import type { Order } from '../orders/order.entity.js';
import { assertMayHappen } from '../orders/order-states.js';
import { lockOrder, presentOrder } from '../orders/read-order.js';
import { Amendment } from './amendment.entity.js';
import { amend, termsOf } from './amendment.js';

type Contract = typeof orders.amendOrder;

/** A number that was withdrawn is not given again: the supplier's answer to it would be taken for another's. */
const selectNextRevision = statement(
  'select_next_revision',
  'SELECT coalesce(max(revision), 1) + 1 AS revision FROM orders.amendments WHERE order_id = $1',
);

@Operation(orders.amendOrder)
export class AmendOrder implements Handler<Contract> {
  constructor(@Inject(POLICY) private readonly policy: AccessPolicy) {}

  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const locked = await lockOrder(unit, params);
    assertMayHappen('amendment', locked.status);
    const terms = amend(locked.lines, body.lines);
    const limit = this.policy.roles.get(unit.principal.role)?.limits.approvalAboveMinor;
    const amended: Order = {
      ...locked,
      ...terms,
      ...decideOnAmendment(locked.totalMinor, terms.totalMinor, limit),
      revision: await nextRevision(unit, locked.id),
      amendedBy: unit.principal.agent,
      promisedOn: null,
    };
    await keepAmendment(unit, locked, amended, body.reason);
    const { approvalReasons, lines } = amended;
    return presentOrder(await changeOrder(unit, locked, { ...termsOf(amended), approvalReasons, lines }));
  }
}

async function nextRevision(unit: UnitOfWork, orderId: string): Promise<number> {
  const [next] = await unit.query<{ revision: number }>(selectNextRevision, [orderId]);
  return next?.revision ?? 2;
}

async function keepAmendment(unit: UnitOfWork, before: Order, amended: Order, reason: string): Promise<void> {
  await unit.manager.insert(Amendment, {
    orderId: amended.id,
    revision: amended.revision,
    before: termsOf(before),
    after: termsOf(amended),
    reason,
    amendedBy: unit.principal.agent,
  });
}
