import { addDays } from '@stockade/contracts';
import type { DeliveryLine } from './delivery-line.js';
import { type KnownPurchase, KnownPurchases, lastDayUnknown } from './known-purchases.js';
import { type ItemHistory, itemHistory, type PriceBreak, priceBreaks } from './purchase-prices.js';
import { leadTimeOf, onTimeShareOf } from './supply.js';

export interface Item {
  readonly sku: string;
  readonly name: string;
  readonly unitsPerPack: number;
  readonly productClass: string;
}

export interface SupplierOffer {
  readonly supplier: string;
  readonly sku: string;
  readonly unitsPerPack: number;
  /** For the smallest quantities. */
  readonly packPriceMinor: number;
  readonly minimumPacks: number;
  /** Lower prices for larger quantities, the smallest first. */
  readonly priceBreaks: readonly PriceBreak[];
  readonly leadTimeDays: number;
  readonly leadTimeDeviationDays: number;
  readonly onTimeShare: number;
  readonly itemHistory: ItemHistory | undefined;
}

/** An offer as it stood from a day on, until its supplier makes another for the item. */
export interface OfferTerms extends SupplierOffer {
  readonly validFrom: string;
}

/** Most packs that a supplier is taken to insist on. */
const LARGEST_MINIMUM = 100;
/** The purchases from a supplier that tell of its prices: older ones tell of older prices. */
const LAST_PURCHASES = 50;

/** Every item exists from the start. */
export function itemsOf(lines: readonly DeliveryLine[]): Item[] {
  const items = lines.map(({ sku, item, unitsPerPack, productClass }) => ({
    sku,
    name: item,
    unitsPerPack,
    productClass,
  }));
  return [...new Map(items.map((item) => [item.sku, item])).values()];
}

/**
 * The offers as they stood on the morning of a business day, by purchases that were delivered and recorded before it.
 * What was never bought is offered by the largest supplier of its class, at the class's usual price.
 */
export function offersOn(lines: readonly DeliveryLine[], day: string): SupplierOffer[] {
  const known = new KnownPurchases();
  for (const line of inOrderOfKnowledge(lines)) if (lastDayUnknown(line) < day) known.add(line);
  return itemsOf(lines).flatMap((item) => offersFor(item, known, []));
}

/** The offers that stand on a day, and every later change of one, by the day from which it is known. */
export function offerTerms(lines: readonly DeliveryLine[], firstDay: string): OfferTerms[] {
  const items = new Map(itemsOf(lines).map((item) => [item.sku, item]));
  const known = new KnownPurchases();
  const standing = new Map<string, Map<string, OfferTerms>>();
  const made: OfferTerms[] = [];
  const offer = (item: Item, validFrom: string) => {
    const before = standing.get(item.sku) ?? new Map<string, OfferTerms>();
    for (const offered of offersFor(item, known, [...before.keys()])) {
      const terms = { ...offered, validFrom };
      const last = before.get(offered.supplier);
      if (last !== undefined && sameTerms(last, terms)) continue;
      before.set(offered.supplier, terms);
      made.push(terms);
    }
    standing.set(item.sku, before);
  };
  const days = Map.groupBy(inOrderOfKnowledge(lines), (line) => {
    const validFrom = addDays(lastDayUnknown(line), 1);
    return validFrom > firstDay ? validFrom : firstDay;
  });
  for (const line of days.get(firstDay) ?? []) known.add(line);
  for (const item of items.values()) offer(item, firstDay);
  days.delete(firstDay);
  for (const [day, learnt] of days) {
    for (const line of learnt) known.add(line);
    const touched = new Set(learnt.flatMap(({ kind, sku }) => (kind === 'purchase' ? sku : [])));
    for (const sku of touched) {
      const item = items.get(sku);
      if (item !== undefined) offer(item, day);
    }
  }
  return made;
}

function inOrderOfKnowledge(lines: readonly DeliveryLine[]): DeliveryLine[] {
  return lines.toSorted(
    (a, b) => compare(lastDayUnknown(a), lastDayUnknown(b)) || Number(a.lineId) - Number(b.lineId),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const sameTerms = (a: OfferTerms, b: OfferTerms): boolean =>
  JSON.stringify({ ...a, validFrom: '' }) === JSON.stringify({ ...b, validFrom: '' });

/** What each supplier who sold an item, or offers it already, asks for it. */
function offersFor(item: Item, known: KnownPurchases, standing: readonly string[]): SupplierOffer[] {
  const bought = known.of(item.sku);
  const suppliers = new Set([...standing, ...bought.map(({ supplier }) => supplier)]);
  if (suppliers.size === 0) suppliers.add(known.largestSupplier(item.productClass));
  const history = itemHistory(bought);
  return [...suppliers].map((supplier) => {
    const courses = known.courses.of(item.sku, supplier, item.productClass);
    return {
      supplier,
      sku: item.sku,
      unitsPerPack: item.unitsPerPack,
      ...pricesOf(item, supplier, bought, known),
      ...leadTimeOf(courses),
      onTimeShare: onTimeShareOf(courses),
      itemHistory: history,
    };
  });
}

function pricesOf(item: Item, supplier: string, bought: readonly KnownPurchase[], known: KnownPurchases) {
  const own = bought.filter((purchase) => purchase.supplier === supplier);
  const last = bought.at(-1);
  const guess = {
    packs: 1,
    unitsPerPack: item.unitsPerPack,
    packPriceMinor: last?.packPriceMinor ?? known.usualUnitPrice(item.productClass) * item.unitsPerPack,
  };
  const [base, ...breaks] = priceBreaks(own.length > 0 ? own.slice(-LAST_PURCHASES) : [guess]);
  const minimumPacks = Math.max(1, Math.min(...own.map(({ packs }) => packs), LARGEST_MINIMUM));
  return {
    packPriceMinor: base?.packPriceMinor ?? 1,
    minimumPacks,
    priceBreaks: breaks,
  };
}
