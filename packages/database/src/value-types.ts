import pg from 'pg';

const { INT8, DATE } = pg.types.builtins;

/** Parses int8; all our counts and amounts stay below 2^53. @throws RangeError beyond it. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond 2^53`);
  return value;
}

/** How values arrive: int8 as a number, date as `YYYY-MM-DD` (pg would make a local midnight of it). */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    if (oid === INT8) return parseInt8;
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, 'text');
  },
};
