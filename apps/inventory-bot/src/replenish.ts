import { Problem } from '@stockade/contracts';
import type { BotContext } from './bot-context.js';
import { planPlace } from './planning/plan.js';
import { readPlaces, type Scope } from './read-places.js';

/** Requests what the places in scope will lack, as of the end of a business day. */
export async function replenish(
  scope: Scope,
  businessDate: string,
  { inventory, log }: BotContext,
): Promise<void> {
  for (const place of await readPlaces(inventory, scope, businessDate)) {
    const need = planPlace(place, businessDate);
    if (!need) continue;
    try {
      const { id } = await inventory.requestReplenishment({ body: need });
      log.info({ requestId: id, ...need }, 'replenishment requested');
    } catch (error) {
      if (!wasRequestedMeanwhile(error)) throw error;
    }
  }
}

/** Another plan was faster, by the same facts or by newer ones. What it left open, the next sweep finds. */
const wasRequestedMeanwhile = (error: unknown): boolean =>
  error instanceof Problem && (error.code === 'already_exists' || error.code === 'conflict');
