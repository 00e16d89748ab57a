/** A quantity of base units on a day counted from today, which is day 0; what is overdue has a day before. */
export interface Dated {
  readonly day: number;
  readonly quantity: number;
}

export interface NettingInput {
  /** Base units that are there today and free. */
  readonly available: number;
  readonly receipts: readonly Dated[];
  /** Announced and not issued yet. */
  readonly needs: readonly Dated[];
  /** Expected demand of the first `days` days that is not among the needs. */
  readonly unannounced: (days: number) => number;
  /** Before this day a need that finds no stock is lost, as it is in life; from it on shortage accumulates. */
  readonly lostBefore: number;
  /** Last day that is looked at. */
  readonly last: number;
}

/** The stock that would be there on each day if nothing more were ordered. */
export interface Netting {
  /** By day from today; negative where needs stay unmet. */
  readonly stock: Float64Array;
  /** First day on which not everything needed is there; null if there is none. */
  readonly stockOutDay: number | null;
}

/**
 * Time-phased netting: stock and expected receipts against announced and forecast demand, day by day.
 *
 * Source: Ptak and Smith, "Orlicky's Material Requirements Planning", 3rd edition (2011): projected on hand =
 * on hand before + receipts - requirements. What is overdue counts today.
 */
export function net(input: NettingInput): Netting {
  const stock = changesByDay(input);
  let held = input.available;
  let forecast = 0;
  let stockOutDay: number | null = null;
  for (let day = 0; day <= input.last; day++) {
    const expected = input.unannounced(day);
    held += at(stock, day) - (expected - forecast);
    forecast = expected;
    if (held < 0 && stockOutDay === null) stockOutDay = day;
    if (held < 0 && day < input.lostBefore) held = 0;
    stock[day] = held;
  }
  return { stock, stockOutDay };
}

/**
 * What may still be promised today: the part of stock and receipts that no announced need claims, on the
 * tightest day to come (cumulative available-to-promise with look-ahead; APICS Dictionary).
 */
export function availableToPromise(
  input: Pick<NettingInput, 'available' | 'receipts' | 'needs' | 'last'>,
): number {
  let held = input.available;
  let least = Number.POSITIVE_INFINITY;
  const changes = changesByDay(input);
  for (let day = 0; day <= input.last; day++) {
    held += at(changes, day);
    least = Math.min(least, held);
  }
  return Math.max(0, least);
}

function changesByDay({
  receipts,
  needs,
  last,
}: Pick<NettingInput, 'receipts' | 'needs' | 'last'>): Float64Array {
  const changes = new Float64Array(last + 1);
  for (const { day, quantity } of receipts) change(changes, day, quantity);
  for (const { day, quantity } of needs) change(changes, day, -quantity);
  return changes;
}

function change(changes: Float64Array, day: number, by: number): void {
  const on = Math.max(0, day);
  if (on < changes.length) changes[on] = at(changes, on) + by;
}

/** The value of a day within the netting's own bounds. */
export const at = (days: Float64Array, day: number): number => days[day] ?? 0;
