import { governance, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { assertMayPresent } from './approval-rules.js';
import { readApproval } from './read-approval.js';

type Contract = typeof governance.presentApproval;

const insertPresentation = statement(
  'insert_presentation',
  `INSERT INTO governance.presentations (approval_id, number) VALUES ($1, $2)
   ON CONFLICT (approval_id, number) DO NOTHING RETURNING number`,
);

@Operation(governance.presentApproval)
export class PresentApproval implements Handler<Contract> {
  async handle(
    { params, body }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const read = await readApproval(unit, params.id);
    // What others asked for is none of the caller's business, not even that it exists.
    if (read.agent !== unit.principal.agent) {
      throw new Problem('not_found', { detail: `There is no request for approval ${params.id}.` });
    }
    assertMayPresent(read, body);
    const presented = await unit.query(insertPresentation, [params.id, body.presentation]);
    // Two of one number at the same moment: the other has used it up.
    if (presented.length === 0) assertMayPresent({ ...read, presentations: body.presentation }, body);
    return { ...read, presentations: body.presentation };
  }
}
