import { actionMessage, id, inventory, type OperationInput, type OperationOutput } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, KeysetPages, Operation } from '@stockade/service';
import { z } from 'zod';
import { type ActionMessage, actionMessageColumns } from './action-message.js';

type Contract = typeof inventory.listActionMessages;

const messages = new KeysetPages({
  name: 'list_action_messages',
  select: `SELECT ${actionMessageColumns} FROM inventory.action_messages`,
  key: ['id'],
  filters: ['sku', 'location'],
  enums: { kind: actionMessage.shape.kind.options, status: actionMessage.shape.status.options },
  cursor: z.tuple([id]),
  keyOf: (row: ActionMessage) => [row.id],
});

@Operation(inventory.listActionMessages)
export class ListActionMessages implements Handler<Contract> {
  handle({ query }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const { sku, location, kind, status } = query;
    return messages.read(unit, query, { sku, location, kind, status });
  }
}
