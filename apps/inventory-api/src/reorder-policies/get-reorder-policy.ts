import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import type { Place } from '../place.js';
import { ReorderPolicy } from './reorder-policy.entity.js';

type Contract = typeof inventory.getReorderPolicy;

/** @throws Problem `not_found` where nothing is replenished by that policy. */
export async function readPolicy(unit: UnitOfWork, { sku, location }: Place): Promise<ReorderPolicy> {
  const policy = await unit.manager.findOneBy(ReorderPolicy, { sku, location });
  if (!policy) throw new Problem('not_found', { detail: `There is no policy for ${sku} at ${location}.` });
  return policy;
}

@Operation(inventory.getReorderPolicy)
export class GetReorderPolicy implements Handler<Contract> {
  handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return readPolicy(unit, params);
  }
}
