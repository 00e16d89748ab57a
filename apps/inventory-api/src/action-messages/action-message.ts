import { type actionMessage, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import type { z } from 'zod';

export type ActionMessage = z.output<typeof actionMessage>;

/** The columns of inventory.action_messages that make an `ActionMessage`, aliased to its fields. */
export const actionMessageColumns = `id, sku, location, kind, fact, request_id AS "requestId", order_id AS "orderId",
  promised_quantity AS "promisedQuantity", promised_on AS "promisedOn", quantity, needed_on AS "neededOn", status,
  assignee, raised_on AS "raisedOn", resolved_on AS "resolvedOn", dismissed_by AS "dismissedBy", reason`;

const selectById = statement(
  'select_action_message',
  `SELECT ${actionMessageColumns} FROM inventory.action_messages WHERE id = $1`,
);

/** Why a message that is not open was not changed. */
export async function notOpen(unit: UnitOfWork, id: string): Promise<Problem> {
  const [held] = await unit.query<ActionMessage>(selectById, [id]);
  if (!held) return new Problem('not_found', { detail: `There is no action message ${id}.` });
  const end =
    held.status === 'dismissed' ? `${held.dismissedBy} has dismissed it` : 'what it is about has changed';
  return new Problem('conflict', { detail: `The message is not open any more: ${end}.` });
}
