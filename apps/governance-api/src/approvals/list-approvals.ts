import { governance, id, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation, pageOf, readCursor } from '@stockade/service';
import { readApprovals } from './read-approval.js';

type Contract = typeof governance.listApprovals;

@Operation(governance.listApprovals)
export class ListApprovals implements Handler<Contract> {
  async handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { limit, cursor } = query;
    const olderThan = cursor === undefined ? null : readCursor(cursor, id);
    return pageOf(await readApprovals(unit, olderThan, limit + 1), limit, (row) => row.id);
  }
}
