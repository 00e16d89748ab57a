import { inventory, type OperationInput, Problem } from '@stockade/contracts';
import { lookup, type UnitOfWork } from '@stockade/database';
import { Operation, ReadByKey } from '@stockade/service';
import type { Place } from '../place.js';
import { policyColumns } from './policy-columns.js';
import type { ReorderPolicy } from './reorder-policy.entity.js';

type Contract = typeof inventory.getReorderPolicy;

const policyOfPlace = lookup('policy_of_place', {
  table: 'inventory.reorder_policies',
  columns: policyColumns,
  key: { sku: 'text', location: 'text' },
});

const noPolicy = ({ sku, location }: Place) =>
  new Problem('not_found', { detail: `There is no policy for ${sku} at ${location}.` });

/** @throws Problem `not_found` where nothing is replenished by that policy. */
export async function readPolicy(unit: UnitOfWork, place: Place): Promise<ReorderPolicy> {
  const [policy] = await unit.query<ReorderPolicy>(policyOfPlace.statement, [place.sku, place.location]);
  if (!policy) throw noPolicy(place);
  return policy;
}

@Operation(inventory.getReorderPolicy)
export class GetReorderPolicy extends ReadByKey<Contract> {
  readonly lookup = policyOfPlace;

  keyOf({ params: { sku, location } }: OperationInput<Contract>): string[] {
    return [sku, location];
  }

  missing({ params }: OperationInput<Contract>): Problem {
    return noPolicy(params);
  }
}
