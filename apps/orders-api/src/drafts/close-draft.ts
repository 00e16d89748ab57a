import { Inject, Injectable } from '@nestjs/common';
import type { AccessPolicy } from '@stockade/access';
import { type JobPayload, jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type JobConsumer, POLICY } from '@stockade/service';
import { In } from 'typeorm';
import { decide, reasonsForAPerson } from '../decisions/order-approval.js';
import { changeOrder } from '../orders/change-order.js';
import type { Order } from '../orders/order.entity.js';
import { lockOrder } from '../orders/read-order.js';
import { Offer } from '../suppliers/offer.entity.js';
import { commitOrder } from './commitments.js';

/** Ends the collecting of a draft and decides on the order as a whole; one that is no draft any more stays as it is. */
@Injectable()
export class CloseDraft implements JobConsumer<typeof jobs.draftCloses> {
  readonly job = jobs.draftCloses;

  constructor(@Inject(POLICY) private readonly policy: AccessPolicy) {}

  async run({ orderId }: JobPayload<typeof jobs.draftCloses>, unit: UnitOfWork): Promise<void> {
    const draft = await lockOrder(unit, { id: orderId });
    if (draft.status !== 'draft') return;
    const within = `The total of ${draft.totalMinor} minor units is within the limits of its creator.`;
    await changeOrder(unit, draft, decide(await this.#reasons(unit, draft), within));
  }

  /** Only what policy approves counts against what the creator may commit. */
  async #reasons(unit: UnitOfWork, draft: Order): Promise<string[]> {
    const offers = await unit.manager.findBy(Offer, { id: In(draft.lines.map(({ offerId }) => offerId)) });
    const { approvalAboveMinor } = this.policy.roles.get(draft.createdAs)?.limits ?? {};
    const reasons = reasonsForAPerson(draft, offers, approvalAboveMinor);
    if (reasons.length > 0) return reasons;
    const limits = this.policy.identities.get(draft.createdBy)?.limits ?? {};
    const excess = await commitOrder(unit, draft.createdBy, draft.totalMinor, limits);
    return excess === undefined ? [] : [excess];
  }
}
