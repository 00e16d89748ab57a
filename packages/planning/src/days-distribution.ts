/** How often something took how many days; counts need not be whole. */
export type DaysDistribution = ReadonlyMap<number, number>;

export const observations = (days: DaysDistribution): number =>
  [...days.values()].reduce((sum, count) => sum + count, 0);

/**
 * The fewest days within which a share of the observations lies (the inverse of the empirical distribution
 * function). Undefined without observations.
 * @param share 0 to 1
 */
export function quantile(days: DaysDistribution, share: number): number | undefined {
  const wanted = share * observations(days);
  let reached = 0;
  let last: number | undefined;
  for (const [value, count] of [...days].sort(([a], [b]) => a - b)) {
    reached += count;
    last = value;
    if (reached >= wanted) return value;
  }
  return last;
}

/** Of the observations those that took longer than what has passed already. */
export const longerThan = (days: DaysDistribution, passed: number): DaysDistribution =>
  new Map([...days].filter(([value]) => value > passed));

/**
 * What was observed, with a wider group added as if it were `weight` observations: it decides where little was
 * observed, and fades as more is (a credibility estimate, as in `observedLeadTime`).
 */
export function shrunk(own: DaysDistribution, wider: DaysDistribution, weight: number): DaysDistribution {
  const whole = observations(wider);
  const mixed = new Map(own);
  for (const [value, count] of wider) {
    mixed.set(value, (mixed.get(value) ?? 0) + (weight * count) / whole);
  }
  return mixed;
}
