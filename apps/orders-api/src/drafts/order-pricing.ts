import {
  type FieldError,
  minorUnits,
  type OperationInput,
  type orders,
  Problem,
  packPriceAt,
} from '@stockade/contracts';
import type { Offer } from '../suppliers/offer.entity.js';

type RequestedLine = OperationInput<typeof orders.createOrder>['body']['lines'][number];

export interface PricedLine extends RequestedLine {
  readonly packs: number;
  readonly unitsPerPack: number;
  readonly packPriceMinor: number;
  /** Base units below which the supplier does not deliver. */
  readonly minimumQuantity: number;
}

/**
 * Prices come from the supplier's offers, at the price break of the quantity, never from who orders.
 * @throws Problem `validation_failed` naming each line that its offer does not allow.
 */
export function priceOrder(
  supplierId: string,
  lines: readonly RequestedLine[],
  offers: readonly Offer[],
): PricedLine[] {
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const errors: FieldError[] = [];
  const priced = lines.flatMap((line, index): PricedLine[] => {
    const offer = byId.get(line.offerId);
    const fault = offer === undefined ? 'is no offer of that day' : faultOf(supplierId, line, offer);
    if (fault !== undefined) errors.push({ pointer: `/body/lines/${index}`, detail: fault });
    if (offer === undefined) return [];
    const { unitsPerPack, minimumPacks } = offer;
    const packs = line.quantity / unitsPerPack;
    const packPriceMinor = packPriceAt(offer, packs);
    return [{ ...line, packs, unitsPerPack, packPriceMinor, minimumQuantity: minimumPacks * unitsPerPack }];
  });
  if (new Set(lines.map((line) => line.requestId)).size !== lines.length) {
    errors.push({ pointer: '/body/lines', detail: 'names a request twice; put its quantity into one line' });
  }
  const totalMinor = priced.reduce((sum, line) => sum + line.packs * line.packPriceMinor, 0);
  if (!minorUnits.safeParse(totalMinor).success) {
    errors.push({ pointer: '/body/lines', detail: 'add up to more than an order can hold' });
  }
  if (errors.length > 0) {
    throw new Problem('validation_failed', { detail: 'The lines do not match the offers.', errors });
  }
  return priced;
}

function faultOf(supplierId: string, line: RequestedLine, offer: Offer): string | undefined {
  if (offer.supplierId !== supplierId) return 'is the offer of another supplier';
  if (offer.sku !== line.sku) return `the offer is for ${offer.sku}`;
  // The approver is shown why this offer was chosen: it has to be the one that is ordered.
  if (!line.candidates.some(({ offerId }) => offerId === line.offerId))
    return 'candidates must hold its offer';
  if (line.quantity % offer.unitsPerPack !== 0)
    return `the quantity must be a multiple of ${offer.unitsPerPack}`;
  if (line.quantity < offer.minimumPacks * offer.unitsPerPack) {
    return `the quantity must be at least ${offer.minimumPacks * offer.unitsPerPack}`;
  }
  return undefined;
}
