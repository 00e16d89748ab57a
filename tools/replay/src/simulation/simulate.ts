import { type Courses, type Demand, drawCourse, type MasterData } from '@stockade/history';
import { roundedQuantity } from '@stockade/planning';
import type { Outcome, OutcomeDay } from '../outcome.js';
import { dateOf, dayNumber } from './calendar.js';
import type { DatedDemand, OpenOrder, Place, Rule } from './place.js';

export interface SimulationInput extends MasterData {
  readonly from: string;
  readonly to: string;
  /** All demands of the history; those needed before `from` are the past that a rule knows. */
  readonly demands: readonly Demand[];
  readonly courses: Pick<Courses, 'of'>;
}

/** An order that a rule placed. */
export interface PlacedOrder {
  readonly sku: string;
  readonly location: string;
  readonly day: string;
  readonly quantity: number;
}

export interface SimulationOutcome extends Outcome {
  readonly placed: readonly PlacedOrder[];
}

/** Where nothing is known of a lead time: the median of the deliveries in data/, as inventory-api has it. */
const UNKNOWN_LEAD_TIME = { leadTimeDays: 101, leadTimeDeviationDays: 60 };

/**
 * Lives the days with one way of ordering: the demand of the world, from the same opening stock, with the lead
 * times that the world draws. On a day, what arrives can be issued; what is needed and not there is lost; at its
 * end orders are placed. An order of the same day for the same place goes the same way whatever the rule.
 */
export function simulate(input: SimulationInput, rule: Rule): SimulationOutcome {
  const world = new SimulatedWorld(input);
  const days: OutcomeDay[] = [];
  for (let today = dayNumber(input.from); today <= dayNumber(input.to); today++) {
    world.receive(today);
    const served = world.serve(today);
    world.review(today, rule);
    days.push({ day: dateOf(today), stockValueUsd: world.stockValue(), ...served });
  }
  return { days, orders: world.placed.length, lateDeliveries: world.lateDeliveries, placed: world.placed };
}

interface Arrival {
  readonly place: Place;
  readonly order: OpenOrder;
}

class SimulatedWorld {
  readonly placed: PlacedOrder[] = [];
  lateDeliveries = 0;
  readonly #places = new Map<string, Place>();
  readonly #announcements = new Map<number, DatedDemand[]>();
  readonly #needs = new Map<number, DatedDemand[]>();
  readonly #arrivals = new Map<number, Arrival[]>();
  readonly #items: ReadonlyMap<string, MasterData['items'][number]>;
  readonly #cheapest: ReadonlyMap<string, MasterData['offers'][number]>;

  constructor(private readonly input: SimulationInput) {
    this.#items = new Map(input.items.map((item) => [item.sku, item]));
    this.#cheapest = cheapestOffers(input.offers);
    for (const level of input.openingLevels) this.#open(level, level.onHand, level);
    const first = dayNumber(input.from);
    for (const demand of input.demands.map(dated)) {
      if (demand.neededDay < first) {
        this.#placeOf(demand).needs.push(demand);
      } else {
        put(this.#announcements, Math.max(demand.announcedDay, first), demand);
        put(this.#needs, demand.neededDay, demand);
      }
    }
    for (const { needs } of this.#places.values()) needs.sort((a, b) => a.neededDay - b.neededDay);
  }

  receive(today: number): void {
    for (const { place, order } of this.#arrivals.get(today) ?? []) {
      const days = today - order.orderedDay;
      place.onHand += order.quantity;
      place.openOrders.delete(order);
      place.observed = {
        receipts: place.observed.receipts + 1,
        days: place.observed.days + days,
        squaredDays: place.observed.squaredDays + days ** 2,
      };
    }
  }

  serve(today: number): Omit<OutcomeDay, 'day' | 'stockValueUsd'> {
    for (const demand of this.#announcements.get(today) ?? []) {
      this.#placeOf(demand).announced.set(demand.reference, demand);
    }
    const due = this.#needs.get(today) ?? [];
    const issues = due.map((demand) => this.#issue(demand));
    return {
      lines: due.length,
      linesFilled: due.filter(({ quantity }, index) => issues[index] === quantity).length,
      quantity: due.reduce((sum, { quantity }) => sum + quantity, 0),
      issued: issues.reduce((sum, issued) => sum + issued, 0),
    };
  }

  review(today: number, rule: Rule): void {
    for (const place of this.#places.values()) {
      const quantity = roundedQuantity(rule(place, today), place);
      if (quantity > 0) this.#order(place, quantity, today);
    }
  }

  stockValue(): number {
    let value = 0;
    for (const { onHand, price } of this.#places.values()) value += onHand * price;
    return value;
  }

  #issue(demand: DatedDemand): number {
    const place = this.#placeOf(demand);
    const issued = Math.min(place.onHand, demand.quantity);
    place.onHand -= issued;
    place.announced.delete(demand.reference);
    place.needs.push(demand);
    return issued;
  }

  #order(place: Place, quantity: number, today: number): void {
    const { sku, location, productClass } = place;
    const day = dateOf(today);
    const courses = this.input.courses.of(sku, '', productClass);
    const { promisedAfter, deliveredAfter } = drawCourse(courses, `${sku} ${location} ${day}`);
    const order = { quantity, orderedDay: today, promisedDay: today + promisedAfter };
    place.openOrders.add(order);
    put(this.#arrivals, today + deliveredAfter, { place, order });
    this.placed.push({ sku, location, day, quantity });
    if (deliveredAfter > promisedAfter) this.lateDeliveries += 1;
  }

  #placeOf(demand: Pick<DatedDemand, 'sku' | 'location'>): Place {
    return this.#places.get(keyOf(demand)) ?? this.#open(demand, 0);
  }

  #open(
    { sku, location }: Pick<DatedDemand, 'sku' | 'location'>,
    onHand: number,
    { leadTimeDays, leadTimeDeviationDays } = UNKNOWN_LEAD_TIME,
  ): Place {
    const item = this.#items.get(sku);
    const offer = this.#cheapest.get(sku);
    const unitsPerPack = item?.unitsPerPack ?? 1;
    const place: Place = {
      sku,
      location,
      productClass: item?.productClass ?? '',
      unitsPerPack,
      minimumQuantity: (offer?.minimumPacks ?? 1) * unitsPerPack,
      leadTimeDays,
      leadTimeDeviationDays,
      price: offer === undefined ? 0 : pricePerUnit(offer),
      onHand,
      openOrders: new Set(),
      announced: new Map(),
      needs: [],
      observed: { receipts: 0, days: 0, squaredDays: 0 },
    };
    this.#places.set(keyOf(place), place);
    return place;
  }
}

const keyOf = ({ sku, location }: Pick<DatedDemand, 'sku' | 'location'>): string => `${sku} ${location}`;

const dated = ({ announcedOn, neededOn, ...demand }: Demand): DatedDemand => ({
  ...demand,
  announcedDay: dayNumber(announcedOn),
  neededDay: dayNumber(neededOn),
});

/** US dollars for a base unit. */
const pricePerUnit = ({ packPriceMinor, unitsPerPack }: MasterData['offers'][number]): number =>
  packPriceMinor / 100 / unitsPerPack;

function cheapestOffers(offers: MasterData['offers']): Map<string, MasterData['offers'][number]> {
  const dearestFirst = offers.toSorted((a, b) => pricePerUnit(b) - pricePerUnit(a));
  return new Map(dearestFirst.map((offer) => [offer.sku, offer]));
}

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}
