import type { Result } from './attempt.js';

const columns = ['area', 'attacker', 'attempt', 'expected', 'happened', 'auditId'] as const;
const titles = {
  area: 'attack',
  attacker: 'attacker',
  attempt: 'attempt',
  expected: 'expected',
  happened: 'happened',
  auditId: 'audit record',
};

/** A line for each attempt, and one on all of them. */
export function attackTable(results: readonly Result[]): string {
  const cells = results.map((result) => columns.map((column) => result[column] ?? '-'));
  const widths = columns.map((column, index) =>
    Math.max(titles[column].length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (mark: string, row: readonly string[]) =>
    [mark, ...row.map((cell, index) => cell.padEnd(widths[index] ?? 0))].join('  ').trimEnd();
  return [
    line(
      ' ',
      columns.map((column) => titles[column]),
    ),
    ...cells.map((row, index) => line(results[index]?.held ? '✔' : '✖', row)),
    '',
    summary(results),
  ].join('\n');
}

function summary(results: readonly Result[]): string {
  const broken = results.filter(({ held }) => !held).length;
  const recorded = results.filter(({ auditId }) => auditId !== null).length;
  const verdict = broken === 0 ? 'none got through' : `${broken} GOT THROUGH (✖)`;
  return `${results.length} attempts, ${verdict}; ${recorded} at the APIs, each with its audit record.`;
}
