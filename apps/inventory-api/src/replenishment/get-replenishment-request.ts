import { inventory, type OperationInput, Problem } from '@stockade/contracts';
import { lookup } from '@stockade/database';
import { Operation, ReadByKey } from '@stockade/service';
import { requestColumns } from './request-columns.js';

type Contract = typeof inventory.getReplenishmentRequest;

@Operation(inventory.getReplenishmentRequest)
export class GetReplenishmentRequest extends ReadByKey<Contract> {
  readonly lookup = lookup('replenishment_request_by_id', {
    table: 'inventory.replenishment_requests',
    columns: requestColumns,
    key: { id: 'uuid' },
  });

  keyOf({ params }: OperationInput<Contract>): string[] {
    return [params.id];
  }

  missing({ params }: OperationInput<Contract>): Problem {
    return new Problem('not_found', { detail: `There is no replenishment request ${params.id}.` });
  }
}
