import type { Machine } from './machine.js';
import type { Report, Table } from './report.js';
import type { Spread } from './statistics.js';

/** A report as a section of a Markdown page. @param plot address of its picture, where there is one */
export function sectionOf({ name, text, tables }: Report, machine: Machine, plot?: string): string {
  const { processor, cores, memoryGiB, node, commit, at } = machine;
  return [
    `## \`${name}\`, ${at.slice(0, 16).replace('T', ' ')} UTC, ${commit}`,
    '',
    `${processor}, ${cores} cores, ${memoryGiB} GiB; Node ${node}.`,
    '',
    ...text.flatMap((paragraph) => [paragraph, '']),
    ...tables.flatMap(tableLines),
    ...(plot === undefined ? [] : [`![${name}](${plot})`, '']),
  ].join('\n');
}

function tableLines({ caption, head, rows }: Table): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [`**${caption}**`, '', line(head), `|${rule.join('|')}|`, ...rows.map(line), ''];
}

/** `1.02 (0.98–1.10)`: the median, and the least and the greatest of the rounds. */
export function spreadCell({ median, min, max }: Spread, digits = 2): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}
