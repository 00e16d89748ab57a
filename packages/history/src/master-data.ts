import { addDays } from '@stockade/contracts';
import type { DeliveryLine } from './delivery-line.js';
import { demandsOf } from './demand.js';
import { type Item, itemsOf, offersOn, type SupplierOffer } from './offers.js';
import { Courses, leadTimeOf } from './supply.js';

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

/**
 * Items, offers and opening stock as they could be known on the morning of a business day: drawn from lines delivered
 * before it. The one exception is that every item exists from the start.
 */
export function masterDataOn(lines: readonly DeliveryLine[], day: string): MasterData {
  const known = lines.filter((line) => line.deliveredOn < day);
  const courses = new Courses(known);
  const items = itemsOf(lines);
  return { items, offers: offersOn(lines, day), openingLevels: openingLevels(items, known, courses, day) };
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
