import { daysBetween } from '@stockade/contracts';
import type { DeliveryLine } from './delivery-line.js';

/** How one purchase really went: days after the order was sent, mode of transport, where the goods were made. */
export interface Course {
  readonly promisedAfter: number;
  readonly deliveredAfter: number;
  readonly mode: string;
  readonly origin: string;
}

const MEANINGLESS_LEAD = 720;

/** Purchases whose dates make sense: sent, then delivered, within two years. */
export function courseOf(line: DeliveryLine): Course | undefined {
  if (line.kind !== 'purchase' || line.sentOn === undefined) return undefined;
  const deliveredAfter = daysBetween(line.sentOn, line.deliveredOn);
  const promisedAfter = daysBetween(line.sentOn, line.promisedOn);
  if (deliveredAfter < 1 || promisedAfter < 1 || Math.max(deliveredAfter, promisedAfter) > MEANINGLESS_LEAD) {
    return undefined;
  }
  return { promisedAfter, deliveredAfter, mode: line.mode, origin: line.origin };
}

/** Fewer purchases than this say too little: the next wider group is asked. */
const ENOUGH = 5;

/**
 * How purchases of a SKU from a supplier have gone; where these are too few, of the SKU, of its product class,
 * of everything.
 */
export class Courses {
  readonly #groups = new Map<string, Course[]>();

  constructor(lines: readonly DeliveryLine[]) {
    for (const line of lines) this.add(line);
  }

  add(line: DeliveryLine): void {
    const course = courseOf(line);
    if (course === undefined) return;
    for (const group of groupsOf(line.sku, line.supplier, line.productClass)) {
      const known = this.#groups.get(group);
      if (known === undefined) this.#groups.set(group, [course]);
      else known.push(course);
    }
  }

  of(sku: string, supplier: string, productClass: string): readonly Course[] {
    const groups = groupsOf(sku, supplier, productClass).map((group) => this.#groups.get(group) ?? []);
    return groups.find((courses) => courses.length >= ENOUGH) ?? groups.at(-1) ?? [];
  }
}

const groupsOf = (sku: string, supplier: string, productClass: string): string[] => [
  `supplier:${supplier}:${sku}`,
  `sku:${sku}`,
  `class:${productClass}`,
  'all',
];

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const deviation = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
};

/** Mean and deviation of the days from sending to delivery. */
export function leadTimeOf(courses: readonly Course[]): {
  leadTimeDays: number;
  leadTimeDeviationDays: number;
} {
  const days = courses.map((course) => course.deliveredAfter);
  return {
    leadTimeDays: Math.max(1, Math.round(mean(days))),
    leadTimeDeviationDays: Math.round(deviation(days)),
  };
}

/** Share of the courses that came by the promised day, 0 to 1. */
export const onTimeShareOf = (courses: readonly Course[]): number =>
  mean(courses.map((course) => (course.deliveredAfter <= course.promisedAfter ? 1 : 0)));
