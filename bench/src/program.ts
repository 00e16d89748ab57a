import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { Benchmark } from './benchmark.js';
import { httpBenchmark } from './http/http-benchmark.js';
import { jobsBenchmark } from './jobs/jobs-benchmark.js';
import { mcpBenchmark } from './mcp/mcp-benchmark.js';
import { keepReport } from './report/keep-report.js';
import { machineOfNow } from './report/machine.js';
import { sectionOf } from './report/section.js';
import { scaleBenchmark } from './scale/scale-benchmark.js';
import { startBenchmark } from './start/start-benchmark.js';
import { Unavailable } from './unavailable.js';
import { writeBenchmark } from './write/write-benchmark.js';

const benchmarks = new Map<string, Benchmark>(
  [httpBenchmark, writeBenchmark, mcpBenchmark, jobsBenchmark, scaleBenchmark, startBenchmark].map((one) => [
    one.name,
    one,
  ]),
);

interface Options {
  readonly json: boolean;
  readonly quick: boolean;
  readonly only?: string;
  readonly connections?: number[];
}

const help = `
Comparisons:
${[...benchmarks.values()].map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n')}

A whole run is appended to docs/benchmarks.md, with its plot; a quick or partial one is only printed.
Exit codes: 0 done, 1 failed, 2 asked for something that is not there.`;

/** The command line. Results go to stdout, everything else to stderr. */
export function createProgram(): Command {
  return new Command('bench')
    .description('Sets the platform beside what it is measured by, in alternating rounds on this machine.')
    .addArgument(new Argument('<name>', 'what to compare').choices([...benchmarks.keys()]))
    .option('--json', 'print every measurement as JSON instead of the page', false)
    .option('--quick', 'few short rounds: enough to see that it works', false)
    .addOption(new Option('--only <operation>', 'of http: reads or writes alone').choices(['read', 'write']))
    .addOption(
      new Option('--connections <counts>', 'of http: such as 16,64').argParser((text) =>
        text.split(',').map(connectionCount),
      ),
    )
    .addHelpText('after', help)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .action(compare);
}

function connectionCount(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('name numbers of connections: 16,64');
  return Number(text);
}

async function compare(name: string, { json, quick, only, connections }: Options): Promise<void> {
  const benchmark = benchmarks.get(name);
  if (benchmark === undefined) throw new Error(`there is no comparison ${name}`);
  try {
    const machine = machineOfNow();
    const say = (text: string) => void process.stderr.write(`bench: ${text}\n`);
    const report = await benchmark.run({ quick, say, only: { operation: only, connections } });
    const partial = quick || only !== undefined || connections !== undefined;
    const page = partial ? sectionOf(report, machine) : await keepReport(report, machine);
    process.stdout.write(
      json
        ? `${JSON.stringify({ machine, ratios: report.ratios, measurements: report.measurements })}\n`
        : page,
    );
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof Unavailable ? 2 : 1;
  }
}
