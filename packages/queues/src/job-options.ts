import type { JobsOptions } from 'bullmq';
import { ATTEMPTS } from './retry.js';

export const retryOptions = { attempts: ATTEMPTS, backoff: { type: 'custom' } };

/**
 * Two jobs of one key are one while the first waits; while it is handled, the last of the others is kept for
 * after it.
 */
export const onePerKey = { keepLastIfActive: true };

/** Options of a job. */
export const jobOptions = (jobId: string, key: string, delay: number): JobsOptions => ({
  ...retryOptions,
  jobId,
  delay,
  deduplication: { id: key, ...onePerKey },
});
