/** Where the values of several rounds lie. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError for no values at all */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('nothing was measured');
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Each round's value over that of the baseline in the same round: what slowed both down cancels out. */
export const ratioOf = (values: readonly number[], baseline: readonly number[]): Spread =>
  compared(values, baseline, (value, base) => value / base);

/** Each round's value above that of the baseline in the same round. */
export const differenceOf = (values: readonly number[], baseline: readonly number[]): Spread =>
  compared(values, baseline, (value, base) => value - base);

function compared(
  values: readonly number[],
  baseline: readonly number[],
  compare: (value: number, base: number) => number,
): Spread {
  if (values.length !== baseline.length) throw new RangeError('the rounds do not match');
  return spreadOf(values.map((value, round) => compare(value, baseline[round] ?? Number.NaN)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (low + high) / 2;
}
