import { setTimeout as pause } from 'node:timers/promises';

const ANSWERS_WITHIN_MS = 2_000;
const ASKED_EVERY_MS = 250;

/** Resolves when the issuer answers: without it there is no token, and every job that is taken up fails. */
export async function untilIssuerAnswers(issuer: string): Promise<void> {
  while (!(await answers(`${issuer}/.well-known/openid-configuration`))) await pause(ASKED_EVERY_MS);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })).ok;
  } catch {
    return false;
  }
}
