import {
  addDays,
  type Courses,
  type Demand,
  drawCourse,
  eachDay,
  type Item,
  type OpeningLevel,
} from '@stockade/history';
import type { Outcome, OutcomeDay } from './outcome.js';

interface RuleInput {
  readonly from: string;
  readonly to: string;
  readonly items: readonly Item[];
  readonly openingLevels: readonly OpeningLevel[];
  /** All demands of the history; those before `from` tell the averages. */
  readonly demands: readonly Demand[];
  readonly courses: Courses;
  /** US dollars for a base unit. */
  readonly priceOf: (sku: string) => number;
}

interface Place {
  readonly sku: string;
  readonly location: string;
  readonly productClass: string;
  readonly unitsPerPack: number;
  readonly leadTimeDays: number;
  onHand: number;
  onOrder: number;
}

/** Days of average demand above the lead time that the rule orders up to. */
const COVER_DAYS = 180;
const REVIEW_DAYS = 7;
const AVERAGING_DAYS = 365;
const DEFAULT_LEAD_TIME_DAYS = 101;

/**
 * What many planners use: every week order up to the mean lead time plus 180 days of the average demand of the past
 * year. Served the same demand, from the same opening stock, with lead times drawn from the same history; what is not
 * in stock is lost.
 */
export function runFixedRule(input: RuleInput): Outcome {
  const places = openPlaces(input);
  const sold = new Map<string, { day: string; quantity: number }[]>();
  const needs = Map.groupBy(input.demands, (demand) => demand.neededOn);
  for (const demand of input.demands) {
    if (demand.neededOn < input.from) record(sold, keyOf(demand), demand.neededOn, demand.quantity);
  }
  const arrivals = new Map<string, { place: Place; quantity: number }[]>();
  const days: OutcomeDay[] = [];
  let orders = 0;
  let lateDeliveries = 0;

  let reviewIn = 0;
  for (const day of eachDay(input.from, input.to)) {
    for (const { place, quantity } of arrivals.get(day) ?? []) {
      place.onHand += quantity;
      place.onOrder -= quantity;
    }
    const served = (needs.get(day) ?? []).map((demand) => serve(demand, placeOf(places, demand, input)));
    for (const { demand } of served) record(sold, keyOf(demand), day, demand.quantity);
    if (reviewIn === 0) {
      for (const place of places.values()) {
        const quantity = orderQuantity(place, averagePerDay(sold.get(keyOf(place)) ?? [], day));
        if (quantity === 0) continue;
        orders += 1;
        place.onOrder += quantity;
        const courses = input.courses.of(place.sku, '', place.productClass);
        const course = drawCourse(courses, `${keyOf(place)} ${day}`);
        if (course.deliveredAfter > course.promisedAfter) lateDeliveries += 1;
        const due = addDays(day, course.deliveredAfter);
        arrivals.set(due, [...(arrivals.get(due) ?? []), { place, quantity }]);
      }
    }
    reviewIn = (reviewIn + 1) % REVIEW_DAYS;
    days.push({ day, stockValueUsd: valueOf(places, input.priceOf), ...sumUp(served) });
  }
  return { days, orders, lateDeliveries };
}

const keyOf = ({ sku, location }: { sku: string; location: string }): string => `${sku} ${location}`;

function openPlaces({ openingLevels, items }: RuleInput): Map<string, Place> {
  const bySku = new Map(items.map((item) => [item.sku, item]));
  return new Map(
    openingLevels.map((level) => [
      keyOf(level),
      { ...level, productClass: bySku.get(level.sku)?.productClass ?? '', onOrder: 0 },
    ]),
  );
}

function placeOf(places: Map<string, Place>, demand: Demand, { items }: RuleInput): Place {
  const known = places.get(keyOf(demand));
  if (known !== undefined) return known;
  const item = items.find(({ sku }) => sku === demand.sku);
  const place: Place = {
    sku: demand.sku,
    location: demand.location,
    productClass: item?.productClass ?? '',
    unitsPerPack: item?.unitsPerPack ?? 1,
    leadTimeDays: DEFAULT_LEAD_TIME_DAYS,
    onHand: 0,
    onOrder: 0,
  };
  places.set(keyOf(demand), place);
  return place;
}

function serve(demand: Demand, place: Place) {
  const issued = Math.min(place.onHand, demand.quantity);
  place.onHand -= issued;
  return { demand, issued };
}

function record(
  sold: Map<string, { day: string; quantity: number }[]>,
  key: string,
  day: string,
  quantity: number,
): void {
  const known = sold.get(key);
  if (known === undefined) sold.set(key, [{ day, quantity }]);
  else known.push({ day, quantity });
}

function averagePerDay(sales: readonly { day: string; quantity: number }[], day: string): number {
  const since = addDays(day, -AVERAGING_DAYS);
  return sales.reduce((sum, sale) => sum + (sale.day > since ? sale.quantity : 0), 0) / AVERAGING_DAYS;
}

/** Base units in whole packs that bring the position up to the level; 0 when it is there already. */
export function orderQuantity(
  place: Pick<Place, 'onHand' | 'onOrder' | 'unitsPerPack' | 'leadTimeDays'>,
  perDay: number,
): number {
  const missing = perDay * (place.leadTimeDays + COVER_DAYS) - place.onHand - place.onOrder;
  return missing <= 0 ? 0 : Math.ceil(missing / place.unitsPerPack) * place.unitsPerPack;
}

function valueOf(places: ReadonlyMap<string, Place>, priceOf: RuleInput['priceOf']): number {
  return [...places.values()].reduce((sum, place) => sum + place.onHand * priceOf(place.sku), 0);
}

function sumUp(served: readonly { demand: Demand; issued: number }[]) {
  return {
    lines: served.length,
    linesFilled: served.filter(({ demand, issued }) => issued === demand.quantity).length,
    quantity: served.reduce((sum, { demand }) => sum + demand.quantity, 0),
    issued: served.reduce((sum, { issued }) => sum + issued, 0),
  };
}
