import { addDays } from '@stockade/contracts';
import type { DeliveryLine } from './delivery-line.js';
import { demandsOf } from './demand.js';
import { type Course, Courses } from './supply.js';

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
  readonly packPriceMinor: number;
  readonly minimumPacks: number;
  readonly leadTimeDays: number;
  readonly leadTimeDeviationDays: number;
  readonly onTimeShare: number;
}

export interface OpeningLevel {
  readonly sku: string;
  readonly location: string;
  readonly onHand: number;
  readonly leadTimeDays: number;
  readonly leadTimeDeviationDays: number;
  readonly unitsPerPack: number;
}

export interface MasterData {
  readonly items: readonly Item[];
  readonly offers: readonly SupplierOffer[];
  readonly openingLevels: readonly OpeningLevel[];
}

/** Days of average demand in stock when the history begins to be replayed. */
const OPENING_DAYS = 180;
const AVERAGING_DAYS = 365;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const deviation = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
};

const leadTimeOf = (courses: readonly Course[]) => {
  const days = courses.map((course) => course.deliveredAfter);
  return {
    leadTimeDays: Math.max(1, Math.round(mean(days))),
    leadTimeDeviationDays: Math.round(deviation(days)),
  };
};

/**
 * Items, offers and opening stock as they could be known on the morning of a business day: drawn from lines delivered
 * before it. The one exception is that every item exists from the start; one that was never bought before is offered
 * by the largest supplier of its class, at the first price known of it.
 */
export function masterDataOn(lines: readonly DeliveryLine[], day: string): MasterData {
  const known = lines.filter((line) => line.deliveredOn < day);
  const courses = new Courses(known);
  const items = itemsOf(lines);
  const offers = items.flatMap((item) => offersFor(item, lines, known, courses));
  return { items, offers, openingLevels: openingLevels(items, known, courses, day) };
}

function itemsOf(lines: readonly DeliveryLine[]): Item[] {
  const items = lines.map(({ sku, item, unitsPerPack, productClass }) => ({
    sku,
    name: item,
    unitsPerPack,
    productClass,
  }));
  return [...new Map(items.map((item) => [item.sku, item])).values()];
}

function offersFor(
  item: Item,
  lines: readonly DeliveryLine[],
  known: readonly DeliveryLine[],
  courses: Courses,
): SupplierOffer[] {
  const bought = known.filter((line) => line.kind === 'purchase' && line.sku === item.sku);
  const suppliers = [...new Set(bought.map((line) => line.supplier))];
  const sources = suppliers.length > 0 ? suppliers : [largestSupplier(known, item.productClass)];
  return sources.map((supplier) => {
    const own = bought.filter((line) => line.supplier === supplier);
    const priced =
      own.at(-1) ??
      known.findLast((line) => line.sku === item.sku) ??
      lines.find((line) => line.sku === item.sku);
    const group = courses.of(item.sku, supplier, item.productClass);
    return {
      supplier,
      sku: item.sku,
      unitsPerPack: item.unitsPerPack,
      packPriceMinor: Math.max(1, Math.round((priced?.packPriceUsd ?? 0) * 100)),
      minimumPacks: Math.max(1, Math.min(...own.map((line) => line.packs), 100)),
      ...leadTimeOf(group),
      onTimeShare: mean(group.map((course) => (course.deliveredAfter <= course.promisedAfter ? 1 : 0))),
    };
  });
}

function largestSupplier(known: readonly DeliveryLine[], productClass: string): string {
  const count = (candidates: readonly DeliveryLine[]): Map<string, number> =>
    candidates.reduce(
      (counts, { supplier }) => counts.set(supplier, (counts.get(supplier) ?? 0) + 1),
      new Map<string, number>(),
    );
  const purchases = known.filter((line) => line.kind === 'purchase');
  const ofClass = purchases.filter((line) => line.productClass === productClass);
  const [largest] = [...count(ofClass.length > 0 ? ofClass : purchases)].sort((a, b) => b[1] - a[1]);
  if (largest === undefined) throw new Error('No purchase is known before the first day: start later.');
  return largest[0];
}

function openingLevels(
  items: readonly Item[],
  known: readonly DeliveryLine[],
  courses: Courses,
  day: string,
): OpeningLevel[] {
  const since = addDays(day, -AVERAGING_DAYS);
  const issued = new Map<string, number>();
  for (const { sku, location, quantity, neededOn } of demandsOf(known)) {
    const place = `${sku} ${location}`;
    issued.set(place, (issued.get(place) ?? 0) + (neededOn >= since ? quantity : 0));
  }
  const bySku = new Map(items.map((item) => [item.sku, item]));
  return [...issued].flatMap(([place, quantity]) => {
    const [sku = '', location = ''] = place.split(' ');
    const item = bySku.get(sku);
    if (item === undefined) return [];
    const days = Math.ceil((quantity / AVERAGING_DAYS) * OPENING_DAYS);
    const onHand = Math.ceil(days / item.unitsPerPack) * item.unitsPerPack;
    const lead = leadTimeOf(courses.of(sku, '', item.productClass));
    return [{ sku, location, onHand, unitsPerPack: item.unitsPerPack, ...lead }];
  });
}
