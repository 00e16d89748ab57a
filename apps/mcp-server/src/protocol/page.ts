import { Problem } from '@stockade/contracts';

/** More than any role has tools: who reads no further pages misses nothing. */
const PAGE_SIZE = 50;

interface Page<T> {
  readonly items: T[];
  readonly nextCursor?: string;
}

/** One page of a list in the order of its names, after the one that `cursor` ended. Throws for another's cursor. */
export function pageOf<T extends { readonly name: string }>(
  all: readonly T[],
  cursor: string | undefined,
  size = PAGE_SIZE,
): Page<T> {
  const last = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
  const after = last === undefined ? 0 : all.findIndex(({ name }) => name === last) + 1;
  if (last !== undefined && after === 0) {
    throw new Problem('invalid_request', { detail: 'cursor must be the nextCursor of an earlier answer.' });
  }
  const items = all.slice(after, after + size);
  const end = items.at(-1);
  const nextCursor = end && Buffer.from(end.name).toString('base64url');
  return after + size < all.length && nextCursor ? { items, nextCursor } : { items };
}
