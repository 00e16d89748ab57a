import { listAll } from '@stockade/clients';
import { Problem } from '@stockade/contracts';
import type { BotContext } from './bot-context.js';
import type { PlaceFacts } from './planning/place-facts.js';
import { isShort, type Lane, type TransferOffer, transferOffer } from './planning/transfer-offer.js';
import { readPlaces, type Scope } from './read-places.js';

type Attempt = (place: PlaceFacts, act: () => Promise<unknown>) => Promise<boolean>;

/**
 * Has other locations send what they can spare to the places of a scope that fall short, nearest first.
 * @returns the places with what is now on its way to them, in their order
 */
export async function transferSurplus(
  places: readonly PlaceFacts[],
  scope: Scope,
  today: string,
  context: BotContext,
  attempt: Attempt,
): Promise<readonly PlaceFacts[]> {
  const supplied = new Map(places.map((place) => [place.level.sku, place]));
  const short = () => [...supplied.values()].filter((place) => isShort(place, today));
  if (short().length === 0) return places;
  for (const lane of await openLanes(scope.location, context)) {
    const takers = short();
    if (takers.length === 0) break;
    const giverOf = await readGivers(lane, scope, today, context);
    for (const taker of takers) {
      const giver = giverOf.get(taker.level.sku);
      const offer = giver && transferOffer(giver, taker, lane, today);
      if (!offer) continue;
      await attempt(taker, async () => {
        const sent = await dispatch(offer, context);
        if (sent) supplied.set(offer.sku, { ...taker, inTransit: [...taker.inTransit, sent] });
      });
    }
  }
  return [...supplied.values()];
}

async function openLanes(to: string, { inventory }: BotContext): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for await (const lane of listAll(inventory.listTransferLanes, { query: { to, limit: 200 } })) {
    if (lane.open) lanes.push(lane);
  }
  return lanes.toSorted((a, b) => a.transitDays - b.transitDays);
}

/** All of the other location at once, or its one SKU. */
async function readGivers(
  { from }: Lane,
  scope: Scope,
  today: string,
  { inventory }: BotContext,
): Promise<Map<string, PlaceFacts>> {
  const givers = await readPlaces(inventory, { ...scope, location: from }, today);
  return new Map(givers.map((giver) => [giver.level.sku, giver]));
}

/** Undefined where another plan was faster: at the giver, or for the taker. What it left short, the next sweep finds. */
async function dispatch(
  body: TransferOffer,
  { inventory, log }: BotContext,
): Promise<PlaceFacts['inTransit'][number] | undefined> {
  try {
    const sent = await inventory.dispatchTransfer({ body });
    log.info({ transferId: sent.id, ...body }, 'transfer dispatched');
    return sent;
  } catch (error) {
    if (error instanceof Problem && (error.code === 'insufficient_stock' || error.code === 'conflict'))
      return undefined;
    throw error;
  }
}
