const firstMs = 500;
const longestMs = 30_000;

/** Milliseconds before the next try of something that failed `failures` times in a row (1 or more). */
export function backoffMs(failures: number): number {
  return Math.min(firstMs * 2 ** (failures - 1), longestMs);
}

/** Who ran this long has recovered: the next failure counts as the first. */
export const recoveredAfterMs = 60_000;
