/**
 * Simple exponential smoothing: the level after the last value, which is the forecast of every later one.
 *
 * Source: Brown, "Statistical Forecasting for Inventory Control" (1959); Hyndman and Athanasopoulos,
 * "Forecasting: Principles and Practice", 3rd edition, equation 8.1: l(t) = a y(t) + (1 - a) l(t-1).
 * @param alpha weight of the newest value, 0 < alpha <= 1
 * @param start level before the first value; the first value unless given
 * @returns the start, or 0, for no values
 */
export function smoothedLevel(values: readonly number[], alpha: number, start = values[0] ?? 0): number {
  return values.reduce((level, value) => alpha * value + (1 - alpha) * level, start);
}

/** The mean of all values, as a start that no single month decides; 0 for none. */
export const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
