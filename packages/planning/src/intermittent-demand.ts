import { smoothedLevel } from './exponential-smoothing.js';

/** Where smoothing begins, if not at the first demand of the series. */
export interface IntermittentStart {
  /** Size of a demand. */
  readonly size: number;
  /** Periods from one demand to the next. */
  readonly interval: number;
}

/**
 * Croston's method in the approximation of Syntetos and Boylan: the smoothed size of a demand over the
 * smoothed interval between demands, times 1 - alpha / 2, which takes away the bias of Croston's ratio.
 *
 * Sources: Croston, Operational Research Quarterly 23 (1972) 289-303; Syntetos and Boylan, "The accuracy of
 * intermittent demand estimates", International Journal of Forecasting 21 (2005) 303-314: (1 - a/2) z / p.
 * @param series demand of each period, the oldest first; the first interval is counted from its beginning
 * @returns demand of a period; 0 for a series without any
 */
export function crostonSba(series: readonly number[], alpha: number, start?: IntermittentStart): number {
  const { sizes, intervals } = demandsIn(series);
  if (sizes.length === 0) return 0;
  const size = smoothedLevel(sizes, alpha, start?.size);
  return ((1 - alpha / 2) * size) / smoothedLevel(intervals, alpha, start?.interval);
}

/**
 * Teunter, Syntetos and Babai's method: the smoothed probability that a period has a demand, times the
 * smoothed size of a demand. The probability falls with every period without one, so that what nobody buys
 * any more is forgotten.
 *
 * Source: Teunter, Syntetos, Babai, "Intermittent demand: linking forecasting to inventory obsolescence",
 * European Journal of Operational Research 214 (2011) 606-615: p z.
 * @param series demand of each period, the oldest first
 * @returns demand of a period; 0 for a series without any
 */
export function teunterSyntetosBabai(
  series: readonly number[],
  alphaSize: number,
  alphaProbability: number,
  start?: IntermittentStart,
): number {
  const { sizes } = demandsIn(series);
  const occurrences = series.map((quantity) => (quantity > 0 ? 1 : 0));
  const probability = smoothedLevel(occurrences, alphaProbability, start && 1 / start.interval);
  return probability * smoothedLevel(sizes, alphaSize, start?.size);
}

function demandsIn(series: readonly number[]): { sizes: number[]; intervals: number[] } {
  const sizes: number[] = [];
  const intervals: number[] = [];
  let previous = -1;
  for (const [period, quantity] of series.entries()) {
    if (quantity <= 0) continue;
    sizes.push(quantity);
    intervals.push(period - previous);
    previous = period;
  }
  return { sizes, intervals };
}
