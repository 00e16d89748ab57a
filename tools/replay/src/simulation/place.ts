import type { Demand } from '@stockade/history';
import type { ObservedLeadTimes } from '@stockade/planning';

/** A demand with its days as numbers. */
export interface DatedDemand extends Pick<Demand, 'reference' | 'sku' | 'location' | 'quantity'> {
  readonly announcedDay: number;
  readonly neededDay: number;
}

/** Goods under way, as the buyer knows them: when they will really come is the world's secret. */
export interface OpenOrder {
  readonly quantity: number;
  readonly orderedDay: number;
  readonly promisedDay: number;
}

/** One SKU at one location as its buyer sees it; base units, and days counted from 1970. */
export interface Place {
  readonly sku: string;
  readonly location: string;
  readonly productClass: string;
  readonly unitsPerPack: number;
  readonly minimumQuantity: number;
  readonly leadTimeDays: number;
  readonly leadTimeDeviationDays: number;
  /** US dollars for a base unit. */
  readonly price: number;
  onHand: number;
  readonly openOrders: Set<OpenOrder>;
  /** Told and not needed yet. */
  readonly announced: Map<string, DatedDemand>;
  /** What was needed here so far, met or not, in the order of the days. */
  readonly needs: DatedDemand[];
  observed: ObservedLeadTimes;
}

/** A way of ordering: base units to order for a place at the end of a day, 0 for none; before packs and minimums. */
export type Rule = (place: Place, today: number) => number;

/** What is there and under way. */
export function positionOf({ onHand, openOrders }: Place): number {
  let position = onHand;
  for (const { quantity } of openOrders) position += quantity;
  return position;
}
