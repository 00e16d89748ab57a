import fc from 'fast-check';
import { expect, it } from 'vitest';
import { repeatsNames } from './repeated-names.js';

const repeats = (text: string) => repeatsNames(text, JSON.parse(text));

it.each([
  '{"a":1,"a":1}',
  '{"a":{"b":1,"c":2,"b":3}}',
  '[{"a":[{"a" : 1, "\\u0061"\n: 2}]}]',
  '{"\\"":1,"\\"":2}',
])('finds a name that an object has twice: %s', (text) => {
  expect(repeats(text)).toBe(true);
});

it.each(['null', '"a:b"', '{}', '{"a":"\\":","b":{"a":1}}', '[{"a":1},{"a":1}]'])(
  'finds none in %s',
  (text) => {
    expect(repeats(text)).toBe(false);
  },
);

it('finds none in what was written from a value, however it is indented', () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 0, max: 3 }), (json, indent) => {
      expect(repeats(JSON.stringify(JSON.parse(json), null, indent))).toBe(false);
    }),
  );
});

it('reads what is nested deeper than a stack', () => {
  expect(repeats(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBe(false);
});
