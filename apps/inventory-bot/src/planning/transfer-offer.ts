import type { inventory, OperationInput, transferLane } from '@stockade/contracts';
import { shortageFrom, surplusOf } from '@stockade/planning';
import type { z } from 'zod';
import type { PlaceFacts } from './place-facts.js';
import { plannerFacts } from './planner-facts.js';

export type TransferOffer = Required<OperationInput<typeof inventory.dispatchTransfer>['body']>;
export type Lane = z.output<typeof transferLane>;

/**
 * A transfer relieves a shortage of at least this share. With each day that sees no demand a giver can spare a little
 * more: without a bound it would be sent in crumbs, day after day.
 */
const SMALLEST_SHARE = 0.25;

/**
 * What one place can send another on a lane, in whole packs: never more than the one can spare or the other is short
 * of from the day on which it would come; undefined for nothing that is worth it.
 */
export function transferOffer(
  giver: PlaceFacts,
  taker: PlaceFacts,
  { from, to, transitDays }: Lane,
  today: string,
): TransferOffer | undefined {
  const known = plannerFacts(taker, today);
  const { unitsPerPack } = known;
  const shortage = shortageFrom(known, transitDays);
  if (shortage === 0) return undefined;
  const surplus = surplusOf(plannerFacts(giver, today));
  const packs = Math.min(Math.ceil(shortage / unitsPerPack), Math.floor(surplus / unitsPerPack));
  if (packs * unitsPerPack < Math.max(1, SMALLEST_SHARE * shortage)) return undefined;
  return {
    sku: taker.level.sku,
    from,
    to,
    quantity: packs * unitsPerPack,
    dispatchedOn: today,
    // Whoever takes from the giver meanwhile, it keeps what it needs itself.
    keep: giver.level.available - surplus,
    onOrder: known.orders.reduce((sum, { quantity }) => sum + quantity, 0),
  };
}

/** Whether goods of another location could relieve the place of anything. */
export const isShort = (place: PlaceFacts, today: string): boolean =>
  shortageFrom(plannerFacts(place, today), 0) > 0;
