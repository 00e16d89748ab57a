import type { DeliveryLine } from './delivery-line.js';
import { median, type PricedPurchase } from './purchase-prices.js';
import { Courses } from './supply.js';

/** The day on which a delivery was both made and entered into the books: the day after, it is known. */
export const lastDayUnknown = ({ deliveredOn, recordedOn }: DeliveryLine): string =>
  recordedOn > deliveredOn ? recordedOn : deliveredOn;

export interface KnownPurchase extends PricedPurchase {
  readonly supplier: string;
}

/** Deliveries as they become known, and what offers are drawn from. */
export class KnownPurchases {
  readonly courses = new Courses([]);
  readonly #bySku = new Map<string, KnownPurchase[]>();
  readonly #bySupplier = new Map<string, Map<string, number>>();
  readonly #unitPrices = new Map<string, number[]>();

  add(line: DeliveryLine): void {
    if (line.kind !== 'purchase') return;
    const { sku, supplier, productClass, packs, unitsPerPack } = line;
    this.courses.add(line);
    const packPriceMinor = Math.max(1, Math.round(line.packPriceUsd * 100));
    put(this.#bySku, sku, { supplier, packs, unitsPerPack, packPriceMinor });
    put(this.#unitPrices, productClass, packPriceMinor / unitsPerPack);
    for (const group of [productClass, '']) {
      const counts = this.#bySupplier.get(group) ?? new Map<string, number>();
      this.#bySupplier.set(group, counts.set(supplier, (counts.get(supplier) ?? 0) + 1));
    }
  }

  /** Purchases of an item, the last one last. */
  of(sku: string): readonly KnownPurchase[] {
    return this.#bySku.get(sku) ?? [];
  }

  /** Who sold most often of a class, or else of everything. @throws Error where no purchase is known */
  largestSupplier(productClass: string): string {
    const counts = this.#bySupplier.get(productClass) ?? this.#bySupplier.get('');
    const [largest] = [...(counts ?? [])].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    if (largest === undefined) throw new Error('No purchase is known before the first day: start later.');
    return largest[0];
  }

  /** Median price of a base unit in a class, in minor units: the best guess at what was never bought. */
  usualUnitPrice(productClass: string): number {
    return median(this.#unitPrices.get(productClass) ?? [...this.#unitPrices.values()].flat());
  }
}

function put<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [value]);
  else known.push(value);
}
