/** How a demand behaves: by how often it comes, and by how much its sizes differ. */
export type DemandClass = 'none' | 'smooth' | 'erratic' | 'intermittent' | 'lumpy';

export interface DemandProfile {
  readonly class: DemandClass;
  /** Mean number of periods from one demand to the next (ADI), 1 where every period has one; 0 without any. */
  readonly interval: number;
  /** Squared coefficient of variation of the sizes of demands that are not zero (CV2). */
  readonly variation: number;
}

/** Where Croston's method begins to have the smaller error: ADI = 1.32 and CV2 = 0.49 in the paper below. */
const LONG_INTERVAL = 1.32;
const LARGE_VARIATION = 0.49;

/**
 * Classes a demand by the mean interval between demands and the squared variation of their sizes.
 *
 * Source: Syntetos, Boylan, Croston, "On the categorization of demand patterns", Journal of the Operational
 * Research Society 56 (2005) 495-503.
 * @param series demand of each period, the oldest first, zero where there was none
 */
export function profileOf(series: readonly number[]): DemandProfile {
  const sizes = series.filter((quantity) => quantity > 0);
  if (sizes.length === 0) return { class: 'none', interval: 0, variation: 0 };
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const variance = sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / sizes.length;
  const interval = series.length / sizes.length;
  const variation = variance / mean ** 2;
  return { class: classOf(interval, variation), interval, variation };
}

function classOf(interval: number, variation: number): DemandClass {
  if (interval < LONG_INTERVAL) return variation < LARGE_VARIATION ? 'smooth' : 'erratic';
  return variation < LARGE_VARIATION ? 'intermittent' : 'lumpy';
}
