import { Problem } from '@stockade/contracts';
import type { BotContext } from './bot-context.js';
import type { ActionReport } from './planning/action-reports.js';
import { decide, type ReplenishmentNeed } from './planning/decide.js';
import type { PlaceFacts } from './planning/place-facts.js';
import { readPlaces, type Scope } from './read-places.js';
import { transferSurplus } from './transfer-surplus.js';

/**
 * Has what the places in scope will lack sent from where it is to spare, requests the rest, and reports what should
 * be done about their orders, as of the end of a business day. What is refused of one place does not keep the others
 * waiting.
 * @throws AggregateError of the refusals, once all were tried
 */
export async function replenish(scope: Scope, businessDate: string, context: BotContext): Promise<void> {
  const refusals: Problem[] = [];
  const attempt = async ({ level }: PlaceFacts, act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      refusals.push(asRefusal(error, level));
      return false;
    }
  };
  const places = await readPlaces(context.inventory, scope, businessDate);
  for (const place of await transferSurplus(places, scope, businessDate, context, attempt)) {
    const { need, reports } = decide(place, businessDate);
    const requested = need === undefined || (await attempt(place, () => request(need, context)));
    // What was requested needs no planner to order it.
    const holding = requested ? reports.filter(({ kind }) => kind !== 'order') : reports;
    if (isNews(holding, place.openFacts)) {
      await attempt(place, () => report(place, holding, businessDate, context));
    }
  }
  if (refusals.length > 0)
    throw new AggregateError(refusals, refusals.map(({ message }) => message).join('; '));
}

async function request(need: ReplenishmentNeed, { inventory, log }: BotContext): Promise<void> {
  try {
    const { id } = await inventory.requestReplenishment({ body: need });
    log.info({ requestId: id, ...need }, 'replenishment requested');
  } catch (error) {
    if (!wasRequestedMeanwhile(error)) throw error;
  }
}

/** Whether other facts hold than those that were reported before. */
function isNews(holding: readonly ActionReport[], openFacts: readonly string[]): boolean {
  const known = new Set(openFacts);
  return holding.length !== known.size || holding.some(({ fact }) => !known.has(fact));
}

async function report(
  { level: { sku, location } }: PlaceFacts,
  messages: readonly ActionReport[],
  reportedOn: string,
  { inventory, log }: BotContext,
): Promise<void> {
  const body = { reportedOn, messages: [...messages] };
  const changed = await inventory.reportActionMessages({ params: { sku, location }, body });
  log.info({ sku, location, ...changed }, 'action messages reported');
}

/** Another plan was faster, by the same facts or by newer ones. What it left open, the next sweep finds. */
const wasRequestedMeanwhile = (error: unknown): boolean =>
  error instanceof Problem && (error.code === 'already_exists' || error.code === 'conflict');

/** @throws what is no refusal of this one request: the others would fare no better. */
function asRefusal(error: unknown, { sku, location }: PlaceFacts['level']): Problem {
  if (!(error instanceof Problem) || error.status >= 500 || error.status === 429) throw error;
  return new Problem(error.code, { detail: `${sku} at ${location}: ${error.message}`, cause: error });
}
