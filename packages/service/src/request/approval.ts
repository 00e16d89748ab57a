import { type AccessPolicy, type Authorized, approvalRule, inputDigest } from '@stockade/access';
import { id, type OperationInput, type OperationSpec, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';

/** Names the approval that a call spends. */
export const APPROVAL_HEADER = 'approval-id';

/** What a call needs: the approval of a person for this operation with this input, and for nothing else. */
export interface NeededApproval {
  readonly id: string;
  readonly operation: string;
  readonly digest: string;
}

/** What was spent, for the record of the call. */
export interface SpentApproval {
  readonly id: string;
  readonly approvedBy: string;
}

/**
 * The approval that the caller has to spend; undefined where the access policy asks for none.
 * @throws Problem `approval_required` where it names none
 */
export function neededApproval(
  policy: AccessPolicy,
  caller: Authorized,
  operation: OperationSpec,
  input: OperationInput<OperationSpec>,
  header: string | string[] | undefined,
): NeededApproval | undefined {
  const rule = approvalRule(policy, caller.role, operation.id, input.body);
  if (rule === undefined) return undefined;
  const named = id.safeParse(header);
  if (named.success)
    return { id: named.data, operation: operation.id, digest: inputDigest(operation.id, input) };
  throw new Problem('approval_required', {
    detail: `${rule.reason}: ask for an approval (governance.request_approval), and name it in Approval-Id.`,
    errors: [{ pointer: `/body/${rule.field}`, detail: `needs a person above ${rule.aboveMagnitude}` }],
  });
}

/** One statement looks and spends, so that of two calls with one approval one finds nothing. */
const spend = statement(
  'spend_approval',
  `WITH approved AS (
     SELECT d.approval_id, d.decided_by FROM governance.decisions d JOIN governance.approvals a ON a.id = d.approval_id
      WHERE a.id = $1 AND a.agent = $2 AND a.operation = $3 AND a.digest = $4
        AND d.decision = 'approved' AND a.expires_at > now()
   ), spent AS (
     INSERT INTO governance.consumptions (approval_id) SELECT approval_id FROM approved
     ON CONFLICT (approval_id) DO NOTHING RETURNING approval_id
   )
   SELECT decided_by AS "approvedBy" FROM approved JOIN spent USING (approval_id)`,
);

/**
 * Spends an approval in the transaction of what it permits: both are committed, or neither.
 * @throws Problem `approval_not_valid`
 */
export async function spendApproval(unit: UnitOfWork, needed: NeededApproval): Promise<SpentApproval> {
  const values = [needed.id, unit.principal.agent, needed.operation, needed.digest];
  const [spent] = await unit.query<{ approvedBy: string }>(spend, values);
  if (spent) return { id: needed.id, approvedBy: spent.approvedBy };
  throw new Problem('approval_not_valid', {
    detail:
      'It was not approved, is over or used, or was asked for by somebody else or with other arguments: ask for one anew.',
  });
}
