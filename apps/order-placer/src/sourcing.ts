import { type candidates, daysBetween, type offer, packPriceAt, type supplier } from '@stockade/contracts';
import type { z } from 'zod';

export type Offer = z.output<typeof offer>;
type Candidate = z.output<typeof candidates>[number];

/** An offer, and whether its supplier may be ordered from. */
export interface SuppliedOffer extends Offer {
  readonly supplierStatus: z.output<typeof supplier>['status'];
}

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
  /** The offers that were weighed, the chosen one first. */
  readonly candidates: readonly Candidate[];
}

/** Cost of capital and storage, as a share of the value for each day that goods are under way (20 % a year). */
const HOLDING_PER_DAY = 0.2 / 365;
/** What a late delivery costs, as a share of the value. */
const LATE_PENALTY = 0.05;
/** What each day costs by which the lead time exceeds the need, as a share of the value. */
const TARDINESS_PER_DAY = 0.002;
/** The decision keeps this many candidates, the cheapest first. */
const CANDIDATES_KEPT = 50;

/** Whole packs that meet the need, at least the supplier's minimum; base units. */
export function orderQuantity(needed: number, { unitsPerPack, minimumPacks }: Offer): number {
  return Math.max(Math.ceil(needed / unitsPerPack), minimumPacks) * unitsPerPack;
}

/**
 * What an offer really costs, in minor units: the price at the break for the quantity, the capital bound on the way,
 * the expected cost of being late, and what comes too late for the need.
 */
export function expectedCost(candidate: Offer, need: Need): number {
  const packs = orderQuantity(need.quantity, candidate) / candidate.unitsPerPack;
  const tardyDays = Math.max(0, candidate.leadTimeDays - daysBetween(need.requestedOn, need.neededOn));
  const surcharge =
    candidate.leadTimeDays * HOLDING_PER_DAY +
    (1 - candidate.onTimeShare) * LATE_PENALTY +
    tardyDays * TARDINESS_PER_DAY;
  return Math.round(packs * packPriceAt(candidate, packs) * (1 + surcharge));
}

/** Why an offer does not come into question; undefined when it does. */
function ineligibility({ supplierStatus, ...candidate }: SuppliedOffer, need: Need): string | undefined {
  if (supplierStatus !== 'active') return 'its supplier is suspended';
  const packs = Math.ceil(need.quantity / candidate.unitsPerPack);
  if (packs < candidate.minimumPacks) return `the need of ${packs} packs is below its minimum`;
  return undefined;
}

interface Weighed {
  readonly offer: SuppliedOffer;
  readonly costMinor: number;
  readonly ineligible: string | undefined;
}

/** Those that come into question first, then the cheapest; of equals always the same. */
const byMerit = (a: Weighed, b: Weighed): number =>
  Number(a.ineligible !== undefined) - Number(b.ineligible !== undefined) ||
  a.costMinor - b.costMinor ||
  (a.offer.id < b.offer.id ? -1 : 1);

/**
 * The cheapest offer all told of an active supplier whose minimum the need meets, with the losing ones and why they
 * lost. Where the need meets no minimum, as much is ordered as the best of the active suppliers insists on.
 * Undefined when no active supplier offers the goods.
 */
export function chooseOffer(offers: readonly SuppliedOffer[], need: Need): Choice | undefined {
  const ranked = offers
    .map((offer) => ({ offer, costMinor: expectedCost(offer, need), ineligible: ineligibility(offer, need) }))
    .sort(byMerit);
  const best = ranked.find(({ offer }) => offer.supplierStatus === 'active');
  if (best === undefined) return undefined;
  const weighed = [best, ...ranked.filter((one) => one !== best)].slice(0, CANDIDATES_KEPT);
  return {
    offer: best.offer,
    quantity: orderQuantity(need.quantity, best.offer),
    candidates: weighed.map((one) => candidateOf(one, best, need)),
  };
}

function candidateOf({ offer, costMinor, ineligible }: Weighed, best: Weighed, need: Need): Candidate {
  const packs = orderQuantity(need.quantity, offer) / offer.unitsPerPack;
  return {
    offerId: offer.id,
    supplierId: offer.supplierId,
    costMinor,
    eligible: ineligible === undefined,
    packs,
    packPriceMinor: packPriceAt(offer, packs),
    leadTimeDays: offer.leadTimeDays,
    onTimeShare: offer.onTimeShare,
    note: noteOn(offer === best.offer, ineligible, costMinor - best.costMinor),
  };
}

function noteOn(chosen: boolean, ineligible: string | undefined, excessMinor: number): string {
  if (chosen && ineligible !== undefined) return `Chosen although ${ineligible}: it is so of every offer.`;
  if (chosen) return 'Chosen: the lowest expected cost.';
  if (ineligible !== undefined) return `Lost because ${ineligible}.`;
  return excessMinor === 0
    ? 'Lost by its id alone: it costs the same.'
    : `Lost: costs ${excessMinor} more all told.`;
}
