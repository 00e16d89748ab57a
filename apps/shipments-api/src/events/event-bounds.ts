import type { Fault } from './fault.js';

/** An index of Postgres holds entries of 2.7 kB: a transaction's type and URI together stay below it. */
const LONGEST_TEXT = 1000;
const DEEPEST = 16;
const MOST_VALUES = 5000;

interface Place {
  readonly value: unknown;
  readonly pointer: string;
  readonly depth: number;
}

/** What of a JSON value cannot be kept as it is, or would take too much; undefined where all can. */
export function boundsFault(given: unknown): Fault | undefined {
  const places: Place[] = [{ value: given, pointer: '', depth: 0 }];
  let seen = 0;
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, pointer, depth } = place;
    seen += 1;
    if (seen > MOST_VALUES) return { pointer: '', detail: `must have at most ${MOST_VALUES} values` };
    if (depth > DEEPEST) return { pointer, detail: `must not lie deeper than ${DEEPEST} levels` };
    const detail = textFault(value) ?? numberFault(value);
    if (detail !== undefined) return { pointer, detail };
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      const wrong = textFault(name);
      if (wrong !== undefined) return { pointer, detail: `has a name that ${wrong}` };
      const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
      places.push({ value: inner, pointer: `${pointer}/${step}`, depth: depth + 1 });
    }
  }
  return undefined;
}

function textFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.length > LONGEST_TEXT) return `must have at most ${LONGEST_TEXT} characters`;
  const holdable = value.isWellFormed() && !value.includes('\u0000');
  return holdable ? undefined : 'must be well-formed Unicode without NUL';
}

/** JSON.parse reads 1e400 as infinity, which JSON cannot say. */
const numberFault = (value: unknown): string | undefined =>
  typeof value === 'number' && !Number.isFinite(value) ? 'must be a number of double precision' : undefined;
