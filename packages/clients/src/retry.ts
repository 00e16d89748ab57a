import { setTimeout } from 'node:timers/promises';
import { Problem } from '@stockade/contracts';

const ATTEMPTS = 5;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
/** A caller that is asked to wait longer is told so, instead of being held. */
const LONGEST_RETRY_AFTER_SECONDS = 30;

/**
 * Runs `attempt` until it succeeds, fails for good, or has failed five times.
 * What fails for good is thrown as it is; a network that stays away as Problem `unavailable`.
 */
export async function withRetries<T>(signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const problem = problemOf(error);
      if (failures === ATTEMPTS || !mayPass(problem)) throw problem;
      await setTimeout(delayMs(failures, problem.retryAfter), undefined, signal && { signal });
    }
  }
}

/** `fetch` rejects with a TypeError where there is no answer, and with a TimeoutError where it comes too late. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const isNetwork = error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
  if (!isNetwork) throw error;
  return new Problem('unavailable', { detail: 'The service cannot be reached.', cause: error });
}

function mayPass({ status, code, retryAfter = 0 }: Problem): boolean {
  const passing = status === 503 || status === 429 || code === 'idempotency_key_in_use';
  return passing && retryAfter <= LONGEST_RETRY_AFTER_SECONDS;
}

/** Exponential backoff with full jitter, on top of what the service asked for. */
export function delayMs(failures: number, retryAfter = 0): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return retryAfter * 1000 + Math.random() * longest;
}
