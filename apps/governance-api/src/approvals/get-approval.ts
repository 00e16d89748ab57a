import { governance, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { readApproval } from './read-approval.js';

type Contract = typeof governance.getApproval;

@Operation(governance.getApproval)
export class GetApproval implements Handler<Contract> {
  handle({ params }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    return readApproval(unit, params.id);
  }
}
