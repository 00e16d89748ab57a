import { Problem } from '@stockade/contracts';
import type { BotContext } from './bot-context.js';
import { needOf, type ReplenishmentNeed } from './planning/replenishment-need.js';
import { readPlaces, type Scope } from './read-places.js';

/**
 * Requests what the places in scope will lack, as of the end of a business day. A request that is refused
 * does not keep the other places waiting. @throws AggregateError of the refusals, once all were tried.
 */
export async function replenish(
  scope: Scope,
  businessDate: string,
  { inventory, log }: BotContext,
): Promise<void> {
  const refusals: Problem[] = [];
  for (const place of await readPlaces(inventory, scope, businessDate)) {
    const need = needOf(place, businessDate);
    if (!need) continue;
    try {
      const { id } = await inventory.requestReplenishment({ body: need });
      log.info({ requestId: id, ...need }, 'replenishment requested');
    } catch (error) {
      if (wasRequestedMeanwhile(error)) continue;
      refusals.push(asRefusal(error, need));
    }
  }
  if (refusals.length > 0)
    throw new AggregateError(refusals, refusals.map(({ message }) => message).join('; '));
}

/** Another plan was faster, by the same facts or by newer ones. What it left open, the next sweep finds. */
const wasRequestedMeanwhile = (error: unknown): boolean =>
  error instanceof Problem && (error.code === 'already_exists' || error.code === 'conflict');

/** @throws what is no refusal of this one request: the others would fare no better. */
function asRefusal(error: unknown, { sku, location }: ReplenishmentNeed): Problem {
  if (!(error instanceof Problem) || error.status >= 500 || error.status === 429) throw error;
  return new Problem(error.code, { detail: `${sku} at ${location}: ${error.message}`, cause: error });
}
