import type { replenishmentRequest } from '@stockade/contracts';
import type { z } from 'zod';

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly minimumQuantity: number;
  readonly unitsPerPack: number;
}

/**
 * An order may exceed its request only by rounding: up to a whole pack, or to the supplier's minimum.
 * Quantities in base units.
 */
const mostFor = (requested: number, line: Line): number =>
  Math.max(requested + line.unitsPerPack - 1, line.minimumQuantity);

/** Why these lines are no order for this request; undefined when they are. */
export function coverageFault(
  request: z.output<typeof replenishmentRequest> | undefined,
  location: string,
  lines: readonly Line[],
): string | undefined {
  if (request === undefined) return 'There is no such replenishment request.';
  if (request.status !== 'open') return `The replenishment request is ${request.status}, not open.`;
  if (request.location !== location)
    return `The replenishment request is for ${request.location}, not ${location}.`;
  const [line, ...others] = lines;
  if (line === undefined || others.length > 0 || line.sku !== request.sku) {
    return `The replenishment request is for ${request.sku}, and for nothing else.`;
  }
  const most = mostFor(request.quantity, line);
  if (line.quantity > most) {
    return `The replenishment request is for ${request.quantity} base units; at most ${most} may be ordered for it.`;
  }
  return undefined;
}
