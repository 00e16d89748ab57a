import type { replenishmentRequest } from '@stockade/contracts';
import type { z } from 'zod';

export interface Line {
  readonly requestId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly minimumQuantity: number;
  readonly unitsPerPack: number;
}

/** What of an order has to fit its requests. */
export interface OrderOfRequest {
  readonly location: string;
  readonly supplierId: string;
  readonly orderedOn: string;
}

/**
 * An order may exceed its request only by rounding: up to a whole pack, or to the supplier's minimum.
 * Quantities in base units.
 */
const mostFor = (requested: number, line: Line): number =>
  Math.max(requested + line.unitsPerPack - 1, line.minimumQuantity);

/** Why this line orders something else than this request asks for; undefined when it does not. */
export function coverageFault(
  request: z.output<typeof replenishmentRequest> | undefined,
  { location, supplierId, orderedOn }: OrderOfRequest,
  line: Line,
): string | undefined {
  if (request === undefined) return 'There is no such replenishment request.';
  if (request.status !== 'open') return `The replenishment request is ${request.status}, not open.`;
  if (request.location !== location)
    return `The replenishment request is for ${request.location}, not ${location}.`;
  // Else whoever orders could choose the day whose prices suit.
  if (orderedOn < request.requestedOn)
    return `The goods were requested on ${request.requestedOn}, and not ordered before.`;
  if (request.declinedBy.includes(supplierId))
    return 'The supplier has declined this request; order from another.';
  if (line.sku !== request.sku) return `The replenishment request is for ${request.sku}, not ${line.sku}.`;
  const most = mostFor(request.quantity, line);
  if (line.quantity > most) {
    return `The replenishment request is for ${request.quantity} base units; at most ${most} may be ordered for it.`;
  }
  return undefined;
}
