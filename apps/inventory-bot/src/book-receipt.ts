import { type JobPayload, type jobs, Problem } from '@stockade/contracts';
import type { BotContext } from './bot-context.js';

/** Books what a delivered ship notice line brought. A line that is booked already is done. */
export async function bookReceipt(
  { asnLineId, requestId, sku, destination, quantity, deliveredOn }: JobPayload<typeof jobs.asnDelivered>,
  { inventory, log }: BotContext,
): Promise<void> {
  const body = { asnLineId, requestId, sku, location: destination, quantity, receivedOn: deliveredOn };
  try {
    const { id } = await inventory.recordReceipt({ body });
    log.info({ receiptId: id, ...body }, 'receipt booked');
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'already_exists')) throw error;
  }
}
