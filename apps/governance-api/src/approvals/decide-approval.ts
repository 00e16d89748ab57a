import { governance, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { assertMayDecide } from './approval-rules.js';
import { readApproval } from './read-approval.js';

type Contract = typeof governance.decideApproval;

/** The first decision counts, and none counts after the deadline. */
const insertDecision = statement(
  'insert_decision',
  `INSERT INTO governance.decisions (approval_id, agent, decision, decided_by, note)
   SELECT id, agent, $2, $3, $4 FROM governance.approvals WHERE id = $1 AND expires_at > now()
   ON CONFLICT (approval_id) DO NOTHING`,
);

@Operation(governance.decideApproval)
export class DecideApproval implements Handler<Contract> {
  async handle(
    { params, body, version }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const { agent } = unit.principal;
    const read = await readApproval(unit, params.id);
    if (read.version !== version) throw new Problem('version_stale');
    assertMayDecide(read, agent);
    await unit.query(insertDecision, [params.id, body.decision, agent, body.note]);
    const decided = await readApproval(unit, params.id);
    // Somebody else may have been faster, or the deadline.
    if (decided.decidedBy !== agent) assertMayDecide(decided, agent);
    return decided;
  }
}
