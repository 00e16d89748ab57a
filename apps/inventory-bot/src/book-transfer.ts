import { type JobPayload, type jobs, Problem } from '@stockade/contracts';
import type { BotContext } from './bot-context.js';

/** Books the goods of a transfer that has come. One that is booked already is done. */
export async function bookTransfer(
  { transferId: id, businessDate: receivedOn }: JobPayload<typeof jobs.transferDue>,
  { inventory, log }: BotContext,
): Promise<void> {
  try {
    const { sku, to, quantity } = await inventory.receiveTransfer({ params: { id }, body: { receivedOn } });
    log.info({ transferId: id, sku, to, quantity, receivedOn }, 'transfer received');
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'already_exists')) throw error;
  }
}
