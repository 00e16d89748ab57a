import { type FieldError, minorUnits, type OperationInput, type orders, Problem } from '@stockade/contracts';
import type { Order } from '../orders/order.entity.js';
import type { OrderLine } from '../orders/order-line.entity.js';
import type { OrderTerms } from './amendment.entity.js';

type LineChange = OperationInput<typeof orders.amendOrder>['body']['lines'][number];

/** What of an order an amendment may change: kept beside it, so that it can come back. */
export function termsOf(order: Order): OrderTerms {
  const { revision, status, neededOn, promisedOn, totalMinor, amendedBy, decidedBy, decisionReason } = order;
  const agreed = { revision, status, neededOn, promisedOn, totalMinor, amendedBy, decidedBy, decisionReason };
  return { ...agreed, lines: order.lines.map(lineTermsOf) };
}

function lineTermsOf(line: OrderLine): OrderTerms['lines'][number] {
  const { id, quantity, packs, packPriceMinor, neededOn, confirmedQuantity, confirmedPackPriceMinor } = line;
  return { id, quantity, packs, packPriceMinor, neededOn, confirmedQuantity, confirmedPackPriceMinor };
}

export interface AmendedTerms {
  readonly lines: OrderLine[];
  readonly totalMinor: number;
  readonly neededOn: string;
}

/**
 * The lines of an order as an amendment makes them, at the prices that were agreed; what the supplier confirmed of a
 * line stands until it is changed.
 * @throws Problem `validation_failed` naming each change that cannot be.
 */
export function amend(lines: readonly OrderLine[], changes: readonly LineChange[]): AmendedTerms {
  const errors = changes.flatMap((change, index): FieldError[] => {
    const line = lines.find(({ id }) => id === change.lineId);
    const twice = changes.findIndex(({ lineId }) => lineId === change.lineId) < index;
    const detail = twice ? 'names a line twice' : faultOf(line, change);
    return detail === undefined ? [] : [{ pointer: `/body/lines/${index}`, detail }];
  });
  const byId = new Map(changes.map((change) => [change.lineId, change]));
  const amended = lines.map((line) => amendLine(line, byId.get(line.id)));
  const totalMinor = amended.reduce((sum, line) => sum + line.packs * line.packPriceMinor, 0);
  const [neededOn] = amended.flatMap((line) => (line.quantity > 0 ? [line.neededOn] : [])).toSorted();
  if (!minorUnits.safeParse(totalMinor).success) {
    errors.push({ pointer: '/body/lines', detail: 'add up to more than an order can hold' });
  }
  if (errors.length > 0 || neededOn === undefined) {
    const nothingLeft = { pointer: '/body/lines', detail: 'drop everything; cancel the order instead' };
    throw new Problem('validation_failed', {
      detail: 'The order cannot be amended so.',
      errors: errors.length > 0 ? errors : [nothingLeft],
    });
  }
  return { lines: amended, totalMinor, neededOn };
}

function faultOf(line: OrderLine | undefined, { quantity, neededOn }: LineChange): string | undefined {
  if (line === undefined) return 'is no line of the order';
  const least = line.receivedQuantity + line.shortClosedQuantity;
  const sameQuantity = quantity === undefined || quantity === line.quantity;
  if (sameQuantity && (neededOn === undefined || neededOn === line.neededOn)) return 'changes nothing';
  if (quantity === undefined) return undefined;
  if (quantity % line.unitsPerPack !== 0) return `the quantity must be a multiple of ${line.unitsPerPack}`;
  if (quantity < least) return `the quantity must be at least the ${least} that came or were given up`;
  return undefined;
}

function amendLine(line: OrderLine, change: LineChange | undefined): OrderLine {
  const agreed = { ...line, packPriceMinor: line.confirmedPackPriceMinor ?? line.packPriceMinor };
  if (change === undefined) return agreed;
  const quantity = change.quantity ?? line.quantity;
  return {
    ...agreed,
    quantity,
    packs: quantity / line.unitsPerPack,
    neededOn: change.neededOn ?? line.neededOn,
    confirmedQuantity: null,
    confirmedPackPriceMinor: null,
  };
}
