import { daysBetween } from '@stockade/contracts';
import type { DeliveryLine } from './delivery-line.js';
import { demandsOf } from './demand.js';

/** What one place needed in a calendar month, summed up as inventory-api keeps it; base units. */
export interface MonthOfDemand {
  readonly sku: string;
  readonly location: string;
  /** The first day of the month. */
  readonly month: string;
  readonly demands: number;
  readonly quantity: number;
  readonly squaredQuantity: number;
  /** Sum of quantity times days of notice. */
  readonly noticeQuantityDays: number;
}

/** The demand that was needed before a business day, by place and month. */
export function demandByMonth(lines: readonly DeliveryLine[], day: string): MonthOfDemand[] {
  const past = demandsOf(lines).filter(({ neededOn }) => neededOn < day);
  const monthOf = (neededOn: string) => `${neededOn.slice(0, 7)}-01`;
  const groups = Map.groupBy(
    past,
    ({ sku, location, neededOn }) => `${sku} ${location} ${monthOf(neededOn)}`,
  );
  return [...groups.values()].flatMap((demands) => {
    const [first] = demands;
    if (first === undefined) return [];
    const sum = (value: (demand: (typeof demands)[number]) => number) =>
      demands.reduce((total, demand) => total + value(demand), 0);
    return {
      sku: first.sku,
      location: first.location,
      month: monthOf(first.neededOn),
      demands: demands.length,
      quantity: sum(({ quantity }) => quantity),
      squaredQuantity: sum(({ quantity }) => quantity ** 2),
      noticeQuantityDays: sum(
        ({ quantity, announcedOn, neededOn }) => quantity * daysBetween(announcedOn, neededOn),
      ),
    };
  });
}
