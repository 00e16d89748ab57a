import { Inject } from '@nestjs/common';
import { type AccessPolicy, inputDigest } from '@stockade/access';
import { governance, type OperationInput, type OperationOutput } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation, POLICY } from '@stockade/service';
import { v7 as uuidv7 } from 'uuid';
import { APPROVAL_LIFETIME_SECONDS, assertMayAsk } from './approval-rules.js';
import { type AskedOperation, askedOperation } from './asked-operation.js';
import { readApproval, readLive } from './read-approval.js';

type Contract = typeof governance.requestApproval;

/** Requests of one agent take turns, so that two at the same moment are one. */
const takeTurn = statement('approval_turn', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))');
const countOpen = statement(
  'count_open_approvals',
  `SELECT count(*)::int AS open FROM governance.approvals a
   WHERE a.agent = $1 AND a.expires_at > now()
     AND NOT EXISTS (SELECT FROM governance.decisions d WHERE d.approval_id = a.id)`,
);
const insertApproval = statement(
  'insert_approval',
  `INSERT INTO governance.approvals (id, agent, through, operation, input, digest, reason, intention, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9))`,
);

@Operation(governance.requestApproval)
export class RequestApproval implements Handler<Contract> {
  constructor(@Inject(POLICY) private readonly policy: AccessPolicy) {}

  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { agent, role } = unit.principal;
    const asked = askedOperation(this.policy, role, body);
    const { intention } = body;
    const digest = inputDigest(asked.operation, asked.input);
    await unit.query(takeTurn, [`approvals of ${agent}`]);
    const live = await readLive(unit, asked.operation, digest, intention);
    return live ?? (await ask(unit, asked, digest, intention));
  }
}

async function ask(
  unit: UnitOfWork,
  { operation, input, rule }: AskedOperation,
  digest: string,
  intention: string | null,
) {
  const { agent, through } = unit.principal;
  const [counted] = await unit.query<{ open: number }>(countOpen, [agent]);
  assertMayAsk(counted?.open ?? 0);
  const id = uuidv7();
  const shown = JSON.stringify(input);
  await unit.query(insertApproval, [
    id,
    agent,
    through,
    operation,
    shown,
    digest,
    rule.reason,
    intention,
    APPROVAL_LIFETIME_SECONDS,
  ]);
  return readApproval(unit, id);
}
