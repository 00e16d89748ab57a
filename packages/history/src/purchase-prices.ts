/** From this many packs on, a pack costs this much; minor units. */
export interface PriceBreak {
  readonly minimumPacks: number;
  readonly packPriceMinor: number;
}

/** What the last purchases of an item were like, whoever sold it. */
export interface ItemHistory {
  readonly purchases: number;
  readonly medianPackPriceMinor: number;
  /** Median absolute deviation of the price from its median. */
  readonly priceDeviationMinor: number;
  /** Base units. */
  readonly medianQuantity: number;
}

export interface PricedPurchase {
  readonly packs: number;
  readonly unitsPerPack: number;
  readonly packPriceMinor: number;
}

/** Fewer purchases than this of a quantity class, or of an item, say too little. */
const ENOUGH_OF_CLASS = 3;
const ENOUGH_OF_ITEM = 5;
/** The purchases that tell what is usual for an item. */
const LAST_PURCHASES = 20;
/** A class that is cheaper by less than this is no class of its own. */
const LEAST_DISCOUNT = 0.01;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.slice(sorted.length % 2 === 0 ? middle - 1 : middle, middle + 1);
  return (low + high) / 2;
}

const classOf = (packs: number): number => Math.floor(Math.log10(packs));

/** Median price by quantity class (1 to 9 packs, 10 to 99, ...), where each class that counts is cheaper than those below. */
function levelsOf(purchases: readonly PricedPurchase[]): { from: number; price: number }[] {
  const classes = Map.groupBy(purchases, ({ packs }) => classOf(packs));
  const levels: { from: number; price: number }[] = [];
  for (const [power, bought] of [...classes].sort(([a], [b]) => a - b)) {
    if (bought.length < ENOUGH_OF_CLASS) continue;
    const price = median(bought.map(({ packPriceMinor }) => packPriceMinor));
    const below = levels.at(-1);
    if (below === undefined || price < below.price * (1 - LEAST_DISCOUNT))
      levels.push({ from: 10 ** power, price });
  }
  return levels;
}

/**
 * Prices by quantity: what was paid last, scaled by how the median prices of the quantity classes relate. One price
 * alone where the purchases show no such relation.
 * @param purchases of one item from one supplier, the last one last; at least one
 */
export function priceBreaks(purchases: readonly PricedPurchase[]): PriceBreak[] {
  const last = purchases.at(-1);
  if (last === undefined) throw new RangeError('Without a purchase there is no price.');
  const [first, ...cheaper] = levelsOf(purchases);
  const whole = (price: number) => Math.max(1, Math.round(price));
  if (first === undefined || cheaper.length === 0) {
    return [{ minimumPacks: 1, packPriceMinor: whole(last.packPriceMinor) }];
  }
  const paidAt = cheaper.findLast(({ from }) => from <= last.packs) ?? first;
  const scaled = (price: number) => whole((last.packPriceMinor * price) / paidAt.price);
  const breaks = [
    { minimumPacks: 1, packPriceMinor: scaled(first.price) },
    ...cheaper.map(({ from, price }) => ({ minimumPacks: from, packPriceMinor: scaled(price) })),
  ];
  // Of a few cents, rounding leaves nothing.
  return breaks.filter(
    ({ packPriceMinor }, index) => index === 0 || packPriceMinor < (breaks[index - 1]?.packPriceMinor ?? 0),
  );
}

/** What is usual for an item; undefined where too few purchases are known. */
export function itemHistory(purchases: readonly PricedPurchase[]): ItemHistory | undefined {
  const last = purchases.slice(-LAST_PURCHASES);
  if (last.length < ENOUGH_OF_ITEM) return undefined;
  const prices = last.map(({ packPriceMinor }) => packPriceMinor);
  const centre = median(prices);
  return {
    purchases: last.length,
    medianPackPriceMinor: Math.round(centre),
    priceDeviationMinor: Math.round(median(prices.map((price) => Math.abs(price - centre)))),
    medianQuantity: Math.round(median(last.map(({ packs, unitsPerPack }) => packs * unitsPerPack))),
  };
}
