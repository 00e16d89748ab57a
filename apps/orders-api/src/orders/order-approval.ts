import { Problem } from '@stockade/contracts';
import type { Offer } from '../suppliers/offer.entity.js';
import type { Order } from './order.entity.js';

/** @throws Problem `creator_may_not_approve`: nobody decides on an order of their own. */
export function assertMayDecide({ createdBy }: { createdBy: string }, agent: string): void {
  if (createdBy === agent) throw new Problem('creator_may_not_approve');
}

/** Scales the median absolute deviation to a standard deviation of normal values (Rousseeuw and Croux 1993). */
const DEVIATION_OF_MAD = 1.4826;
/** A price this many deviations above the median is an outlier (Leys et al. 2013). */
const MOST_DEVIATIONS = 3;
/** Where every purchase cost about the same, less of a rise than this share of the median is none. */
const LEAST_RISE = 0.1;
/** A quantity is unusual when it is this many times that of the item's median purchase. */
const MOST_TIMES_USUAL = 10;

type History = NonNullable<Offer['itemHistory']>;

/** Highest price of a pack that the item's own purchases make usual, in minor units. */
export const highestUsualPrice = ({ medianPackPriceMinor, priceDeviationMinor }: History): number =>
  medianPackPriceMinor +
  Math.max(MOST_DEVIATIONS * DEVIATION_OF_MAD * priceDeviationMinor, LEAST_RISE * medianPackPriceMinor);

/** Largest quantity that the item's own purchases make usual, in base units. */
export const largestUsualQuantity = ({ medianQuantity }: History): number =>
  MOST_TIMES_USUAL * medianQuantity;

type Line = Pick<Order['lines'][number], 'sku' | 'offerId' | 'packPriceMinor' | 'quantity'>;

/** What about an order exceeds what policy alone may approve; offers are those of its lines. */
export function reasonsForAPerson(
  { totalMinor, lines }: { readonly totalMinor: number; readonly lines: readonly Line[] },
  offers: readonly Pick<Offer, 'id' | 'itemHistory'>[],
  approvalAboveMinor: number | undefined,
): string[] {
  const histories = new Map(offers.map(({ id, itemHistory }) => [id, itemHistory]));
  const unusual = lines.flatMap((line) => unusualOf(line, histories.get(line.offerId) ?? null));
  return [...excessOf(totalMinor, approvalAboveMinor), ...unusual];
}

function excessOf(totalMinor: number, approvalAboveMinor: number | undefined): string[] {
  if (approvalAboveMinor === undefined) return ['The role of its creator has no limit to approve within.'];
  if (totalMinor <= approvalAboveMinor) return [];
  return [`The total of ${totalMinor} exceeds the limit of ${approvalAboveMinor} minor units.`];
}

/** Of an item of which too little is known nothing is unusual: the limit of the value holds all the same. */
function unusualOf({ sku, packPriceMinor, quantity }: Line, history: History | null): string[] {
  if (history === null) return [];
  const price = highestUsualPrice(history);
  const most = largestUsualQuantity(history);
  const of = `the last ${history.purchases} purchases of ${sku}`;
  return [
    ...(packPriceMinor > price
      ? [
          `A pack at ${packPriceMinor} is dearer than usual: ${of} cost ${history.medianPackPriceMinor} in the median.`,
        ]
      : []),
    ...(quantity > most
      ? [`${quantity} base units are more than usual: ${of} were of ${history.medianQuantity} in the median.`]
      : []),
  ];
}
