import { daysBetween } from '@stockade/contracts';
import type { Order } from '../orders/order.entity.js';
import type { OrderLine } from '../orders/order-line.entity.js';
import type { LineProgress } from './line-progress.js';

/** Share of a line's quantity by which the supplier's answer may differ without consequence. */
const QUANTITY_TOLERANCE = 0.1;

/**
 * Days after the later of need and offered lead time that are too late to be taken without a person's word. Of the
 * real promises 3 to 7 % exceed the lead time that the same goods had before by more.
 */
const LATENESS_TOLERANCE_DAYS = 180;

export interface AnsweredLine extends Pick<LineProgress, 'quantity' | 'confirmedQuantity'> {
  readonly packPriceMinor: number;
  readonly confirmedPackPriceMinor: number | null;
}

interface Expected {
  readonly neededOn: string;
  readonly expectedOn: string;
  readonly lines: readonly AnsweredLine[];
}

/**
 * Whether a person has to approve what the supplier answered: more than stood before, a higher price, or a day far
 * too late. Less is no such case: the rest goes to another supplier.
 */
export function exceedsTolerance(
  before: Expected,
  { promisedOn, lines }: { promisedOn: string; lines: readonly AnsweredLine[] },
): boolean {
  const late = [before.neededOn, before.expectedOn].map((due) => daysBetween(due, promisedOn));
  if (Math.min(...late) > LATENESS_TOLERANCE_DAYS) return true;
  return lines.some(({ quantity, confirmedQuantity, packPriceMinor, confirmedPackPriceMinor }, index) => {
    const stood = before.lines[index]?.confirmedQuantity ?? quantity;
    return (
      (confirmedQuantity ?? quantity) > stood * (1 + QUANTITY_TOLERANCE) ||
      (confirmedPackPriceMinor ?? packPriceMinor) > packPriceMinor
    );
  });
}

type Answer = Pick<LineProgress, 'quantity' | 'confirmedQuantity'> & Pick<OrderLine, 'candidates'>;

/**
 * Base units that the supplier does not bring of what was ordered, so that another has to. None, where no other was
 * a candidate: the need is planned anew then, and the supplier asked again, day by day.
 */
export function unconfirmedQuantity(
  { status, supplierId }: Pick<Order, 'status' | 'supplierId'>,
  { quantity, confirmedQuantity, candidates }: Answer,
): number {
  if (candidates.every((candidate) => candidate.supplierId === supplierId)) return 0;
  if (status === 'declined') return quantity;
  const missing = quantity - (confirmedQuantity ?? quantity);
  return missing > quantity * QUANTITY_TOLERANCE ? missing : 0;
}
