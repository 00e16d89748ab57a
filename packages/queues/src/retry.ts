/** Times that a job is tried before it is a dead letter: about three minutes of trying. */
export const ATTEMPTS = 12;

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Milliseconds before the next try: exponential up to half a minute, so that an outage of any length is over
 * soon after it ends, and half of it random, so that those who failed together do not return together.
 * @param attempt tries made so far, from 1
 */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return Math.round(longest * (0.5 + random() / 2));
}
