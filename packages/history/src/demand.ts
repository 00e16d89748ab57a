import type { DeliveryLine } from './delivery-line.js';

/** A customer's need, as a distribution centre met it. */
export interface Demand {
  readonly reference: string;
  readonly sku: string;
  readonly location: string;
  /** Base units. */
  readonly quantity: number;
  /** The day on which it became known: never after the day it is needed. */
  readonly announcedOn: string;
  readonly neededOn: string;
}

/** The issues from distribution centres, as demand; a need without a quotation becomes known on its day. */
export function demandsOf(lines: readonly DeliveryLine[]): Demand[] {
  return lines
    .filter((line) => line.kind === 'issue')
    .map((line) => ({
      reference: `SCMS-${line.lineId}`,
      sku: line.sku,
      location: line.stockLocation,
      quantity: line.packs * line.unitsPerPack,
      announcedOn:
        line.quotedOn !== undefined && line.quotedOn < line.deliveredOn ? line.quotedOn : line.deliveredOn,
      neededOn: line.deliveredOn,
    }));
}
