import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { presentRequest } from './present-request.js';
import { ReplenishmentRequest } from './replenishment-request.entity.js';

type Contract = typeof inventory.getReplenishmentRequest;

@Operation(inventory.getReplenishmentRequest)
export class GetReplenishmentRequest implements Handler<Contract> {
  async handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const request = await unit.manager.findOneBy(ReplenishmentRequest, { id: params.id });
    if (!request)
      throw new Problem('not_found', { detail: `There is no replenishment request ${params.id}.` });
    return presentRequest(request);
  }
}
