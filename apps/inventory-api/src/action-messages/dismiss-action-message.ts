import { inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { type ActionMessage, actionMessageColumns, notOpen } from './action-message.js';

type Contract = typeof inventory.dismissActionMessage;

const dismiss = statement(
  'dismiss_action_message',
  `UPDATE inventory.action_messages SET status = 'dismissed', dismissed_by = $2 WHERE id = $1 AND status = 'open'
   RETURNING ${actionMessageColumns}`,
);

@Operation(inventory.dismissActionMessage)
export class DismissActionMessage implements Handler<Contract> {
  async handle(
    { params: { id } }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const [dismissed] = await unit.query<ActionMessage>(dismiss, [id, unit.principal.agent]);
    if (!dismissed) throw await notOpen(unit, id);
    return dismissed;
  }
}
