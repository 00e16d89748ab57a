import { type JobPayload, jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { JobConsumer } from '@stockade/service';
import { ReplenishmentRequest } from './replenishment-request.entity.js';
import { afterOrder } from './request-states.js';

/** Takes up what orders-api tells of the order of a request. */
export class TakeUpOrder implements JobConsumer<typeof jobs.orderChanged> {
  readonly job = jobs.orderChanged;

  async run(fact: JobPayload<typeof jobs.orderChanged>, unit: UnitOfWork): Promise<void> {
    const request = await unit.manager.findOneOrFail(ReplenishmentRequest, {
      where: { id: fact.requestId },
      lock: { mode: 'pessimistic_write' },
    });
    const change = afterOrder(request, fact);
    if (!change) return;
    await unit.manager.update(
      ReplenishmentRequest,
      { id: request.id },
      { ...change, version: request.version + 1 },
    );
  }
}
