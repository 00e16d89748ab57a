import { type candidates, daysBetween, type offer } from '@stockade/contracts';
import type { z } from 'zod';

export type Offer = z.output<typeof offer>;
type Candidates = z.output<typeof candidates>;

export interface Need {
  /** Base units. */
  readonly quantity: number;
  readonly requestedOn: string;
  readonly neededOn: string;
}

export interface Choice {
  readonly offer: Offer;
  /** Base units, rounded up to whole packs and to the supplier's minimum. */
  readonly quantity: number;
  readonly candidates: Candidates;
}

/** Cost of capital and storage, as a share of the value for each day that goods are under way (20 % a year). */
const HOLDING_PER_DAY = 0.2 / 365;
/** What a late delivery costs, as a share of the value. */
const LATE_PENALTY = 0.05;
/** What each day costs by which the lead time exceeds the need, as a share of the value. */
const TARDINESS_PER_DAY = 0.002;
/** The decision keeps this many candidates, the cheapest first. */
const CANDIDATES_KEPT = 50;

export function orderQuantity(needed: number, { unitsPerPack, minimumPacks }: Offer): number {
  return Math.max(Math.ceil(needed / unitsPerPack), minimumPacks) * unitsPerPack;
}

/**
 * What an offer really costs, in minor units: its price, the capital bound on the way, the expected cost of being
 * late, and what comes too late for the need.
 */
export function expectedCost(candidate: Offer, need: Need): number {
  const value = (orderQuantity(need.quantity, candidate) / candidate.unitsPerPack) * candidate.packPriceMinor;
  const tardyDays = Math.max(0, candidate.leadTimeDays - daysBetween(need.requestedOn, need.neededOn));
  const surcharge =
    candidate.leadTimeDays * HOLDING_PER_DAY +
    (1 - candidate.onTimeShare) * LATE_PENALTY +
    tardyDays * TARDINESS_PER_DAY;
  return Math.round(value * (1 + surcharge));
}

/** The cheapest offer all told, with the losing ones and why they lost; undefined when nobody offers the goods. */
export function chooseOffer(offers: readonly Offer[], need: Need): Choice | undefined {
  const ranked = offers
    .map((candidate) => ({ candidate, costMinor: expectedCost(candidate, need) }))
    .sort((a, b) => a.costMinor - b.costMinor || a.candidate.id.localeCompare(b.candidate.id));
  const [best] = ranked;
  if (best === undefined) return undefined;
  const candidates = ranked.slice(0, CANDIDATES_KEPT).map(({ candidate, costMinor }) => ({
    offerId: candidate.id,
    supplierId: candidate.supplierId,
    costMinor,
    eligible: true,
    note: noteOn(candidate, costMinor - best.costMinor),
  }));
  return {
    offer: best.candidate,
    quantity: orderQuantity(need.quantity, best.candidate),
    candidates,
  };
}

function noteOn({ packPriceMinor, leadTimeDays, onTimeShare }: Offer, excessMinor: number): string {
  const facts = `pack at ${packPriceMinor}, ${leadTimeDays} days, ${Math.round(onTimeShare * 100)} % on time`;
  return excessMinor === 0
    ? `Lowest expected cost: ${facts}.`
    : `Costs ${excessMinor} more all told: ${facts}.`;
}
