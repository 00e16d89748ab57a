import { setTimeout as wait } from 'node:timers/promises';
import { type GrantedToken, TokenRequestError } from './token-endpoint.js';

const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 10_000;

/** Asks until a token is granted, up to `attempts` times; a refusal that is final is thrown at once. */
export async function requestWithRetries(
  request: () => Promise<GrantedToken>,
  attempts: number,
  closing: AbortSignal,
): Promise<GrantedToken> {
  for (let attempt = 1; ; attempt++) {
    if (closing.aborted) throw closed();
    try {
      return await request();
    } catch (error) {
      const hopeless = error instanceof TokenRequestError && !error.transient;
      if (hopeless || attempt === attempts || closing.aborted) throw error;
    }
    await wait(backoff(attempt), undefined, { signal: closing }).catch(() => {
      throw closed();
    });
  }
}

export function closed(): TokenRequestError {
  return new TokenRequestError('the token source is closed', { transient: false });
}

/** Exponential, with full jitter, so that those which failed together do not return together. */
export function backoff(attempt: number): number {
  return Math.random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
}
