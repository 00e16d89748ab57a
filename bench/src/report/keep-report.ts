import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.js';
import type { Machine } from './machine.js';
import { plotRatios } from './plot.js';
import type { Report } from './report.js';
import { sectionOf } from './section.js';

/** Appends the report to docs/benchmarks.md, its picture beside it. @returns what was appended */
export async function keepReport(report: Report, machine: Machine): Promise<string> {
  const docs = join(repository, 'docs');
  const plot = `bench/${report.name}-${machine.at.slice(0, 16).replaceAll(':', '')}.svg`;
  mkdirSync(join(docs, 'bench'), { recursive: true });
  writeFileSync(join(docs, plot), await plotRatios(report));
  const section = sectionOf(report, machine, plot);
  appendFileSync(join(docs, 'benchmarks.md'), `\n${section}`);
  return section;
}
