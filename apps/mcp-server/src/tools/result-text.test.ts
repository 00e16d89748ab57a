import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultText } from './result-text.js';

const pageOf = (count: number, note: string) => ({
  items: Array.from({ length: count }, (_, index) => ({ id: index, note: 'n'.repeat(40) })),
  nextCursor: 'next',
  untrustedText: Array.from({ length: count }, (_, index) => ({
    pointer: `/items/${index}/name`,
    writtenBy: 'supplier',
    text: note,
  })),
});

describe('the text of an answer', () => {
  it('is all of it where that is short', () => {
    expect(JSON.parse(resultText(pageOf(3, 'Ltd')))).toEqual(pageOf(3, 'Ltd'));
  });

  it('has whole items of a long page, each with what others wrote into it, and how to read the rest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 500 }), fc.string({ maxLength: 100 }), (count, note) => {
        const text = resultText(pageOf(count, note));
        expect(text.length).toBeLessThan(4_500);
        const [json = '', rest] = text.split('\n');
        const { items, untrustedText } = JSON.parse(json);
        expect(items).toEqual(pageOf(items.length, note).items);
        expect(untrustedText).toEqual(pageOf(items.length, note).untrustedText);
        expect(items.length).toBeGreaterThan(5);
        expect(rest).toMatch(
          new RegExp(`These are ${items.length} of the ${count} items.* limit ${items.length} `),
        );
      }),
    );
  });

  it('is cut where one thing is too long', () => {
    expect(resultText({ note: 'n'.repeat(9_000) })).toMatch(/n… \(all of it is in the structured content\)$/);
  });
});
