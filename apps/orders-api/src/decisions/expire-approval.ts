import { type JobPayload, jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { refuseOrder } from '../amendments/withdraw-amendment.js';
import { lockOrder } from '../orders/read-order.js';

/** Rejects an order that nobody has decided on in time; one that has changed meanwhile stays as it is. */
export async function expireApproval(
  { orderId, version }: JobPayload<typeof jobs.approvalExpires>,
  unit: UnitOfWork,
): Promise<void> {
  const locked = await lockOrder(unit, { id: orderId });
  if (locked.version !== version) return;
  await refuseOrder(unit, locked, 'deadline', 'Nobody decided on it in time.');
}
