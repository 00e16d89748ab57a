import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { readPolicy } from './get-reorder-policy.js';
import { ReorderPolicy } from './reorder-policy.entity.js';

type Contract = typeof inventory.putReorderPolicy;

@Operation(inventory.putReorderPolicy)
export class PutReorderPolicy implements Handler<Contract> {
  async handle(
    { params, body, version }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    if (version === undefined) throw new Problem('version_required');
    const put = await unit.manager.update(
      ReorderPolicy,
      { ...params, version },
      { ...body, version: version + 1 },
    );
    const held = await readPolicy(unit, params);
    if (put.affected === 1) return held;
    throw new Problem('version_stale', {
      detail: `The policy is at version ${held.version}, not ${version}: read it again.`,
    });
  }
}
