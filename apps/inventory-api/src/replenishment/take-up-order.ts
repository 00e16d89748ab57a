import { type JobPayload, jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { JobConsumer } from '@stockade/service';
import { ReplenishmentRequest } from './replenishment-request.entity.js';
import { afterOrder, quantityToTakeOver } from './request-states.js';
import { takeOver } from './take-over.js';

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
    const rest = quantityToTakeOver(request, fact);
    // What another request takes over is no longer this one's to bring.
    const quantity = rest < request.quantity ? request.quantity - rest : request.quantity;
    await unit.manager.update(
      ReplenishmentRequest,
      { id: request.id },
      { ...change, quantity, version: request.version + 1 },
    );
    if (rest > 0) await takeOver(unit, request, rest, fact.supplierId);
  }
}
