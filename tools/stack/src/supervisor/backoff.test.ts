import { expect, it } from 'vitest';
import { backoffMs } from './backoff.js';

it('waits twice as long after each failure, and never more than half a minute', () => {
  expect([1, 2, 3, 4, 7, 8, 50].map(backoffMs)).toEqual([500, 1000, 2000, 4000, 30_000, 30_000, 30_000]);
});
