import { addDays, eachDay } from '@stockade/contracts';
import { type Courses, type Demand, drawCourse, type Item, type OpeningLevel } from '@stockade/history';
import type { Outcome, OutcomeDay } from './outcome.js';

interface RuleInput {
  readonly from: string;
  readonly to: string;
  readonly items: readonly Item[];
  readonly openingLevels: readonly OpeningLevel[];
  /** All demands of the history; those before `from` tell the averages. */
  readonly demands: readonly Demand[];
  readonly courses: Pick<Courses, 'of'>;
  /** US dollars for a base unit. */
  readonly priceOf: (sku: string) => number;
}

interface Place {
  readonly key: string;
  readonly sku: string;
  readonly productClass: string;
  readonly unitsPerPack: number;
  readonly leadTimeDays: number;
  /** What was needed here so far, met or not. */
  readonly needs: { readonly day: string; readonly quantity: number }[];
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
 * in stock is lost. On a day, what arrives can be issued; then orders are placed.
 */
export function runFixedRule(input: RuleInput): Outcome {
  const rule = new FixedRule(input);
  const byDay = Map.groupBy(input.demands, (demand) => demand.neededOn);
  for (const demand of input.demands) if (demand.neededOn < input.from) rule.remember(demand);
  const days: OutcomeDay[] = [];
  for (const day of eachDay(input.from, input.to)) {
    rule.receive(day);
    const served = (byDay.get(day) ?? []).map((demand) => rule.serve(demand));
    if (days.length % REVIEW_DAYS === 0) rule.review(day);
    days.push({ day, stockValueUsd: rule.stockValue(), ...sumUp(served) });
  }
  return { days, orders: rule.orders, lateDeliveries: rule.lateDeliveries };
}

interface Served {
  readonly needed: number;
  readonly issued: number;
}

class FixedRule {
  orders = 0;
  lateDeliveries = 0;
  readonly #places = new Map<string, Place>();
  readonly #items: ReadonlyMap<string, Item>;
  readonly #arrivals = new Map<string, { place: Place; quantity: number }[]>();

  constructor(private readonly input: Pick<RuleInput, 'items' | 'openingLevels' | 'courses' | 'priceOf'>) {
    this.#items = new Map(input.items.map((item) => [item.sku, item]));
    for (const level of input.openingLevels) this.#open(level, level);
  }

  remember(demand: Demand): Place {
    const place = this.#places.get(keyOf(demand)) ?? this.#open(demand);
    place.needs.push({ day: demand.neededOn, quantity: demand.quantity });
    return place;
  }

  receive(day: string): void {
    for (const { place, quantity } of this.#arrivals.get(day) ?? []) {
      place.onHand += quantity;
      place.onOrder -= quantity;
    }
  }

  serve(demand: Demand): Served {
    const place = this.remember(demand);
    const issued = Math.min(place.onHand, demand.quantity);
    place.onHand -= issued;
    return { needed: demand.quantity, issued };
  }

  review(day: string): void {
    for (const place of this.#places.values()) {
      const quantity = orderQuantity(place, averagePerDay(place, day));
      if (quantity > 0) this.#order(place, quantity, day);
    }
  }

  stockValue(): number {
    let value = 0;
    for (const { sku, onHand } of this.#places.values()) value += onHand * this.input.priceOf(sku);
    return value;
  }

  #order(place: Place, quantity: number, day: string): void {
    const courses = this.input.courses.of(place.sku, '', place.productClass);
    const { deliveredAfter, promisedAfter } = drawCourse(courses, `${place.key} ${day}`);
    this.orders += 1;
    if (deliveredAfter > promisedAfter) this.lateDeliveries += 1;
    place.onOrder += quantity;
    const due = addDays(day, deliveredAfter);
    this.#arrivals.set(due, [...(this.#arrivals.get(due) ?? []), { place, quantity }]);
  }

  #open({ sku, location }: Pick<Demand, 'sku' | 'location'>, level?: OpeningLevel): Place {
    const item = this.#items.get(sku);
    const place: Place = {
      key: keyOf({ sku, location }),
      sku,
      productClass: item?.productClass ?? '',
      unitsPerPack: item?.unitsPerPack ?? 1,
      leadTimeDays: level?.leadTimeDays ?? DEFAULT_LEAD_TIME_DAYS,
      needs: [],
      onHand: level?.onHand ?? 0,
      onOrder: 0,
    };
    this.#places.set(place.key, place);
    return place;
  }
}

const keyOf = ({ sku, location }: Pick<Demand, 'sku' | 'location'>): string => `${sku} ${location}`;

function averagePerDay({ needs }: Place, day: string): number {
  const since = addDays(day, -AVERAGING_DAYS);
  return needs.reduce((sum, need) => sum + (need.day > since ? need.quantity : 0), 0) / AVERAGING_DAYS;
}

/** Base units in whole packs that bring the position up to the level; 0 when it is there already. */
export function orderQuantity(
  place: Pick<Place, 'onHand' | 'onOrder' | 'unitsPerPack' | 'leadTimeDays'>,
  perDay: number,
): number {
  const missing = perDay * (place.leadTimeDays + COVER_DAYS) - place.onHand - place.onOrder;
  return missing <= 0 ? 0 : Math.ceil(missing / place.unitsPerPack) * place.unitsPerPack;
}

function sumUp(served: readonly Served[]) {
  return {
    lines: served.length,
    linesFilled: served.filter(({ needed, issued }) => issued === needed).length,
    quantity: served.reduce((sum, { needed }) => sum + needed, 0),
    issued: served.reduce((sum, { issued }) => sum + issued, 0),
  };
}
