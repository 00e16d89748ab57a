import { Problem } from '@stockade/contracts';
import type { z } from 'zod';

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/**
 * The sort key at which the page before ended (keyset pagination).
 * @throws Problem `invalid_request` for what is no cursor of this list.
 */
export function readCursor<K extends z.ZodType>(cursor: string, key: K): z.output<K> {
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new Problem('invalid_request', {
      detail: 'The cursor must be the nextCursor of an earlier answer of this list.',
      errors: [{ pointer: '/query/cursor', detail: 'is no cursor of this list' }],
      cause,
    });
  }
}

/** Makes a page of `limit` rows; the query fetched one row more to know whether there is a next one. */
export function pageOf<T>(rows: readonly T[], limit: number, keyOf: (row: T) => unknown): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: Buffer.from(JSON.stringify(keyOf(last)), 'utf8').toString('base64url') };
}
