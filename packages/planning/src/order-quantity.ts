/** How goods are sold; base units. */
export interface Packing {
  readonly unitsPerPack: number;
  /** The supplier's minimum order (MOQ). */
  readonly minimumQuantity: number;
}

/** Whole packs that hold at least what is needed and the minimum; 0 for no need. */
export function roundedQuantity(needed: number, { unitsPerPack, minimumQuantity }: Packing): number {
  if (needed <= 0) return 0;
  return Math.ceil(Math.max(needed, minimumQuantity) / unitsPerPack) * unitsPerPack;
}

/**
 * Economic order quantity, not rounded: sqrt(2 D K / h).
 *
 * Source: Harris, "How many parts to make at once", Factory, The Magazine of Management 10 (1913) 135-136.
 * @param demand base units in a year
 * @param orderingCost of one order
 * @param holdingCost of one base unit for a year, more than 0
 */
export const economicOrderQuantity = (demand: number, orderingCost: number, holdingCost: number): number =>
  Math.sqrt((2 * demand * orderingCost) / holdingCost);
