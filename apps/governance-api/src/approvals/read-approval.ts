import { Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Approval, type ApprovalFacts, statusOf, versionOf } from './approval-rules.js';

type Stored = Omit<Approval, 'status' | 'version'> & ApprovalFacts;

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = `SELECT a.id, a.agent, a.through, a.operation, a.input, a.digest, a.reason,
     ${instant('a.requested_at')} AS "requestedAt", ${instant('a.expires_at')} AS "expiresAt",
     d.decided_by AS "decidedBy", ${instant('d.decided_at')} AS "decidedAt", d.note, d.decision,
     a.expires_at <= now() AS expired, c.approval_id IS NOT NULL AS consumed,
     coalesce((SELECT max(number) FROM governance.presentations p WHERE p.approval_id = a.id), 0) AS presentations
   FROM governance.approvals a
     LEFT JOIN governance.decisions d ON d.approval_id = a.id
     LEFT JOIN governance.consumptions c ON c.approval_id = a.id`;

const byId = statement('approval_by_id', `${columns} WHERE a.id = $1`);
const before = statement(
  'approvals_before',
  `${columns} WHERE $1::uuid IS NULL OR a.id < $1 ORDER BY a.id DESC LIMIT $2`,
);
const live = statement(
  'approval_live',
  `${columns} WHERE a.agent = $1 AND a.operation = $2 AND a.digest = $3
     AND a.intention IS NOT DISTINCT FROM $4 AND a.expires_at > now()
   ORDER BY a.id DESC LIMIT 1`,
);

/** @throws Problem `not_found` */
export async function readApproval(unit: UnitOfWork, id: string): Promise<Approval> {
  const [row] = await unit.query<Stored>(byId, [id]);
  if (row === undefined)
    throw new Problem('not_found', { detail: `There is no request for approval ${id}.` });
  return present(row);
}

/** Requests older than the one named, newest first; ids are UUIDv7, so that their order is that of asking. */
export async function readApprovals(
  unit: UnitOfWork,
  olderThan: string | null,
  limit: number,
): Promise<Approval[]> {
  return (await unit.query<Stored>(before, [olderThan, limit])).map(present);
}

/** The caller's own request for the same thing whose time is not over, whatever became of it. */
export async function readLive(
  unit: UnitOfWork,
  operation: string,
  digest: string,
  intention: string | null,
): Promise<Approval | undefined> {
  const [row] = await unit.query<Stored>(live, [unit.principal.agent, operation, digest, intention]);
  return row && present(row);
}

function present({ decision, expired, consumed, ...row }: Stored): Approval {
  const facts = { decision, expired, consumed };
  return { ...row, status: statusOf(facts), version: versionOf(facts) };
}
