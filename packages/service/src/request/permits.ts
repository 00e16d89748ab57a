import { Problem } from '@stockade/contracts';
import type { Pool } from 'pg';
import { type IRateLimiterPostgresOptions, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** Permits by bucket, counted in Postgres over all processes. @param pool on the login `rate_limiter` */
export function permitsIn(
  pool: Pool,
  counted: Pick<IRateLimiterPostgresOptions, 'keyPrefix' | 'points' | 'duration' | 'inMemoryBlockOnConsumed'>,
): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool,
    schemaName: 'limits',
    tableName: 'buckets',
    tableCreated: true,
    clearExpiredByTimeout: false,
    ...counted,
  });
}

/** How far a bucket is spent, from what `consume` threw. Throws `unavailable` where nothing could be counted. */
export function spentBy(failure: unknown): RateLimiterRes {
  if (failure instanceof RateLimiterRes) return failure;
  throw new Problem('unavailable', { retryAfter: 1, cause: failure });
}
