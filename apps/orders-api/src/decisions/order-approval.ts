import { Problem } from '@stockade/contracts';
import type { Order } from '../orders/order.entity.js';
import type { OrderStatus } from '../orders/order-states.js';
import type { Offer } from '../suppliers/offer.entity.js';

export interface Decision {
  readonly status: Extract<OrderStatus, 'approved' | 'pending_approval'>;
  readonly decidedBy: 'policy' | null;
  readonly decisionReason: string | null;
  readonly approvalReasons: string[];
}

/** Where nothing speaks for a person, policy approves, and says within what. */
export const decide = (approvalReasons: string[], within: string): Decision =>
  approvalReasons.length > 0
    ? { status: 'pending_approval', decidedBy: null, decisionReason: null, approvalReasons }
    : { status: 'approved', decidedBy: 'policy', decisionReason: within, approvalReasons };

/** An amendment that raises nothing is covered by the approval that the order has; another is decided on anew. */
export const decideOnAmendment = (
  beforeMinor: number,
  totalMinor: number,
  approvalAboveMinor: number | undefined,
): Decision =>
  totalMinor > beforeMinor
    ? decide(
        excessOf(totalMinor, approvalAboveMinor),
        `The total of ${totalMinor} is within the limit of ${approvalAboveMinor} minor units.`,
      )
    : decide([], `The total of ${totalMinor} is within the ${beforeMinor} minor units that were approved.`);

/** @throws Problem `creator_may_not_approve`: nobody decides on what they ordered or amended themselves. */
export function assertMayDecide(
  { createdBy, amendedBy }: { createdBy: string; amendedBy: string | null },
  agent: string,
): void {
  if (createdBy === agent || amendedBy === agent) throw new Problem('creator_may_not_approve');
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
