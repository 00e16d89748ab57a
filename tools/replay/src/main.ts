import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { businessDate } from '@stockade/contracts';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { summarize } from './outcome.js';
import { plotReplay } from './plot.js';
import { plotEta } from './plot-eta.js';
import { reportReplay } from './report.js';
import { type ReplayResult, runReplay } from './run-replay.js';
import { frontiers } from './simulation/frontier.js';
import { plotFrontiers } from './simulation/plot.js';
import { reportSimulation } from './simulation/report.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

function day(value: string): string {
  const parsed = businessDate.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Give a day as YYYY-MM-DD.');
}

interface Options {
  readonly from: string;
  readonly to: string;
  readonly output: string;
  readonly portBase: string;
  readonly json?: true;
  readonly simulate?: true;
}

await new Command('replay')
  .description(
    'Replays years of real demand through the whole platform and sets the result beside the rules that people use.',
  )
  .option('--from <day>', 'first business day', day, '2010-01-01')
  .option('--to <day>', 'last business day', day, '2014-12-31')
  .option(
    '--output <directory>',
    'where the page and its picture are written',
    join(root, '.stack', 'replay', 'result'),
  )
  .option('--port-base <port>', 'ports of the stack that it starts for itself', '4300')
  .option('--json', 'print the summary as JSON')
  .option(
    '--simulate',
    'only the arithmetic of the planner and the rules, in seconds, over all their settings',
  )
  .action((options: Options) => (options.simulate ? simulate(options) : replay(options)))
  .parseAsync();

async function replay({ from, to, output, portBase, json }: Options): Promise<void> {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} days, {eta_formatted} left',
    noTTYOutput: true,
    notTTYSchedule: 10_000,
    stream: process.stderr,
  });
  let running = false;
  const result = await runReplay({
    root,
    from,
    to,
    stateDir: join(root, '.stack', 'replay', 'stack'),
    portBase: Number(portBase),
    onPhase: (phase) => {
      if (running) bar.stop();
      running = false;
      process.stderr.write(`replay: ${phase}\n`);
    },
    onDay: (done, of) => {
      if (!running) bar.start(of, 0);
      running = true;
      bar.update(done);
    },
  });
  const page = reportReplay({ from, to }, result);
  const directory = resolve(output);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'replay.md'), page);
  writeFileSync(
    join(directory, 'replay.svg'),
    await plotReplay([{ name: 'the agents', outcome: result.agents }, ...result.rules]),
  );
  writeFileSync(join(directory, 'eta.svg'), await plotEta(result.eta));
  process.stdout.write(json ? `${JSON.stringify(summaryOf(result))}\n` : page);
  process.stderr.write(`replay: written to ${directory}\n`);
}

function summaryOf({ agents, rules, eta, exceptions, audit, seconds }: ReplayResult) {
  return {
    agents: summarize(agents),
    rules: rules.map(({ name, outcome }) => ({ name, ...summarize(outcome) })),
    eta,
    exceptions: Object.fromEntries(exceptions),
    audit,
    seconds,
  };
}

async function simulate({ from, to, output, json }: Options): Promise<void> {
  const started = performance.now();
  const results = frontiers({
    root,
    from,
    to,
    onPoint: (rule, setting) => process.stderr.write(`replay: simulated ${rule}, ${setting}\n`),
  });
  const page = reportSimulation(from, to, results);
  const directory = resolve(output);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'simulation.md'), page);
  writeFileSync(join(directory, 'frontier.svg'), await plotFrontiers(results));
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : page);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stderr.write(`replay: written to ${directory} in ${seconds} s\n`);
}
