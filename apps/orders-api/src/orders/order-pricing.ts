import { type FieldError, Problem } from '@stockade/contracts';
import type { Offer } from '../suppliers/offer.entity.js';

export interface RequestedLine {
  readonly offerId: string;
  readonly sku: string;
  readonly quantity: number;
}

export interface PricedLine extends RequestedLine {
  readonly packs: number;
  readonly unitsPerPack: number;
  readonly packPriceMinor: number;
  /** Base units below which the supplier does not deliver. */
  readonly minimumQuantity: number;
}

interface PricedOrder {
  readonly lines: readonly PricedLine[];
  readonly totalMinor: number;
  /** The longest lead time among the lines, in days. */
  readonly leadTimeDays: number;
}

/**
 * Prices come from the supplier's offers, never from who orders.
 * @throws Problem `validation_failed` naming each line that its offer does not allow.
 */
export function priceOrder(
  supplierId: string,
  lines: readonly RequestedLine[],
  offers: readonly Offer[],
): PricedOrder {
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const errors: FieldError[] = [];
  const priced = lines.map((line, index) => {
    const offer = byId.get(line.offerId);
    const fault = offer === undefined ? 'is no offer' : faultOf(supplierId, line, offer);
    if (fault !== undefined) errors.push({ pointer: `/body/lines/${index}`, detail: fault });
    return {
      ...line,
      packs: offer === undefined ? 0 : line.quantity / offer.unitsPerPack,
      unitsPerPack: offer?.unitsPerPack ?? 1,
      packPriceMinor: offer?.packPriceMinor ?? 0,
      minimumQuantity: (offer?.minimumPacks ?? 0) * (offer?.unitsPerPack ?? 1),
    };
  });
  if (new Set(lines.map((line) => line.sku)).size !== lines.length) {
    errors.push({ pointer: '/body/lines', detail: 'names a SKU twice; put its quantity into one line' });
  }
  if (errors.length > 0)
    throw new Problem('validation_failed', { detail: 'The lines do not match the offers.', errors });
  return {
    lines: priced,
    totalMinor: priced.reduce((sum, line) => sum + line.packs * line.packPriceMinor, 0),
    leadTimeDays: Math.max(...offers.map((offer) => offer.leadTimeDays)),
  };
}

function faultOf(supplierId: string, line: RequestedLine, offer: Offer): string | undefined {
  if (offer.supplierId !== supplierId) return 'is the offer of another supplier';
  if (offer.sku !== line.sku) return `the offer is for ${offer.sku}`;
  if (line.quantity % offer.unitsPerPack !== 0)
    return `the quantity must be a multiple of ${offer.unitsPerPack}`;
  if (line.quantity < offer.minimumPacks * offer.unitsPerPack) {
    return `the quantity must be at least ${offer.minimumPacks * offer.unitsPerPack}`;
  }
  return undefined;
}
