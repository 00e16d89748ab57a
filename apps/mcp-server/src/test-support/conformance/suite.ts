import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const packageFile = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json');
const program = join(dirname(packageFile), 'dist', 'index.js');
const checks = z.array(z.object({ id: z.string(), status: z.string(), errorMessage: z.string().optional() }));

/** What came of one scenario. */
export interface Verdict {
  readonly scenario: string;
  readonly isRequired: boolean;
  readonly passed: number;
  readonly failures: readonly string[];
}

/** The scenarios that a revision of the protocol requires of a server, frozen at its release. */
export function requiredOfServers(revision: string): readonly string[] {
  const file = readFileSync(join(dirname(packageFile), 'requirements', `${revision}.yaml`), 'utf8');
  const [, list = ''] = /^server:\n((?: {2}- .*\n)+)/m.exec(file) ?? [];
  return list.split('\n').flatMap((line) => (line === '' ? [] : [line.replace('  - ', '')]));
}

/** Runs the suite with these arguments; answers with the verdict on each scenario that ran, by name. */
export async function runSuite(
  kind: 'server' | 'client',
  args: readonly string[],
  required: readonly string[],
): Promise<readonly Verdict[]> {
  const output = await mkdtemp(join(tmpdir(), 'stockade-conformance-'));
  try {
    const said = await run([kind, ...args, '--output-dir', output]);
    const folders = (await readdir(output, { recursive: true })).filter((file) =>
      file.endsWith('checks.json'),
    );
    const verdicts = await Promise.all(folders.map((file) => verdictOf(output, file, kind, required)));
    const missing = required.filter((name) => !verdicts.some(({ scenario }) => scenario === name));
    if (missing.length > 0) throw new Error(`the suite did not run ${missing.join(', ')}:\n${said}`);
    return verdicts.toSorted((one, other) => one.scenario.localeCompare(other.scenario));
  } finally {
    await rm(output, { recursive: true });
  }
}

async function verdictOf(
  output: string,
  file: string,
  kind: string,
  required: readonly string[],
): Promise<Verdict> {
  const all = checks.parse(JSON.parse(await readFile(join(output, file), 'utf8')));
  // server-tools-list-2026-11-22T06-00-00-000Z
  const scenario = dirname(file)
    .replace(new RegExp(`^${kind}-`), '')
    .replace(/-\d{4}-\d\d-\d\dT.*$/, '');
  return {
    scenario,
    isRequired: required.includes(scenario),
    passed: all.filter(({ status }) => status === 'SUCCESS').length,
    failures: all.flatMap(({ id, status, errorMessage }) =>
      status === 'FAILURE' ? [`${id}: ${errorMessage ?? 'no reason'}`] : [],
    ),
  };
}

/** Its exit code says no more than the checks do. */
const run = (args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { maxBuffer: 64 << 20 }, (_, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });

/** A line for each scenario, as a person reads it. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ scenario }) => scenario.length));
  return verdicts
    .map(({ scenario, isRequired, passed, failures }) => {
      const mark = failures.length === 0 ? 'pass' : 'FAIL';
      const checked = `${passed}/${passed + failures.length}`.padStart(7);
      return `${mark}  ${scenario.padEnd(width)} ${checked}${isRequired ? '' : '  (not required)'}`;
    })
    .join('\n');
}
