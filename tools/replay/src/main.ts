import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { businessDate } from '@stockade/contracts';
import { summarize } from './outcome.js';
import { plotReplay } from './plot.js';
import { reportReplay } from './report.js';
import { runReplay } from './run-replay.js';

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
}

await new Command('replay')
  .description(
    'Replays years of real demand through the whole platform and sets the result beside a fixed rule.',
  )
  .option('--from <day>', 'first business day', day, '2011-01-01')
  .option('--to <day>', 'last business day', day, '2012-12-31')
  .option(
    '--output <directory>',
    'where replay.md and replay.svg are written',
    join(root, '.stack', 'replay', 'result'),
  )
  .option('--port-base <port>', 'ports of the stack that it starts for itself', '4300')
  .option('--json', 'print the summary as JSON')
  .action(replay)
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
    await plotReplay([
      { name: 'the agents', outcome: result.agents },
      { name: 'fixed rule', outcome: result.fixedRule },
    ]),
  );
  process.stdout.write(
    json
      ? `${JSON.stringify({ agents: summarize(result.agents), fixedRule: summarize(result.fixedRule), audit: result.audit, seconds: result.seconds })}\n`
      : page,
  );
  process.stderr.write(`replay: written to ${directory}\n`);
}
