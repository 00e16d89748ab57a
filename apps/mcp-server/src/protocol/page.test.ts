import { describe, expect, it } from 'vitest';
import { pageOf } from './page.js';

const all = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name }));

describe('a list by pages', () => {
  it('gives everything once, in order', () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = pageOf(all, cursor, 2);
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('names no next page after the last, also where it is full', () => {
    expect(pageOf(all, undefined, 5).nextCursor).toBeUndefined();
  });

  it('refuses a cursor that it never gave', () => {
    expect(() => pageOf(all, 'bm9uZQ', 2)).toThrow(/nextCursor of an earlier answer/);
  });
});
