import { jobs } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';

/** Silence is a no: an order that nobody decides on within a day of the wall clock is rejected. */
const APPROVAL_DEADLINE_SECONDS = 86_400;

export async function awaitApproval(unit: UnitOfWork, orderId: string): Promise<void> {
  await enqueue(unit, jobs.approvalExpires, { orderId }, { delaySeconds: APPROVAL_DEADLINE_SECONDS });
}
