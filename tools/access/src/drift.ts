/** A generated file that is not what the policy says. */
export interface Drift {
  readonly path: string;
  /** For people: where it differs. */
  readonly summary: string;
}

/** Compares a file as it is (undefined: missing) with what it should be. */
export function driftOf(path: string, actual: string | undefined, expected: string): Drift | undefined {
  if (actual === expected) return undefined;
  if (actual === undefined) return { path, summary: 'is missing' };
  const [is, should] = [actual.split('\n'), expected.split('\n')];
  const lines = Array.from({ length: Math.max(is.length, should.length) }, (_, index) => index);
  const first = lines.find((index) => is[index] !== should[index]) ?? 0;
  const absent = countAbsent(is, should);
  const extra = countAbsent(should, is);
  return {
    path,
    summary: [
      `lacks ${absent} and has ${extra} other lines; the first difference is in line ${first + 1}:`,
      `  is      ${shortened(is[first])}`,
      `  should  ${shortened(should[first])}`,
    ].join('\n'),
  };
}

/** How many of the lines of `other` are not among `lines`. */
function countAbsent(lines: readonly string[], other: readonly string[]): number {
  const known = new Set(lines);
  return other.filter((line) => !known.has(line)).length;
}

function shortened(line: string | undefined): string {
  if (line === undefined) return '(end of file)';
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}
