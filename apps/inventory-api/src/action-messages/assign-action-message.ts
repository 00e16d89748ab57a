import { Inject } from '@nestjs/common';
import type { AccessPolicy } from '@stockade/access';
import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation, POLICY } from '@stockade/service';
import { type ActionMessage, actionMessageColumns, notOpen } from './action-message.js';

type Contract = typeof inventory.assignActionMessage;

const assign = statement(
  'assign_action_message',
  `UPDATE inventory.action_messages SET assignee = $2 WHERE id = $1 AND status = 'open'
   RETURNING ${actionMessageColumns}`,
);

@Operation(inventory.assignActionMessage)
export class AssignActionMessage implements Handler<Contract> {
  constructor(@Inject(POLICY) private readonly policy: AccessPolicy) {}

  async handle(
    { params: { id }, body: { assignee } }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    if (this.policy.identities.get(assignee)?.kind !== 'person') {
      const detail = 'must be the name of a person in access.yaml';
      throw new Problem('validation_failed', { errors: [{ pointer: '/body/assignee', detail }] });
    }
    const [assigned] = await unit.query<ActionMessage>(assign, [id, assignee]);
    if (!assigned) throw await notOpen(unit, id);
    return assigned;
  }
}
