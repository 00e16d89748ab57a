import { layoutOf } from '@stockade/stack';
import {
  type ControlAnswer,
  type ControlRequest,
  catalog,
  type ScenarioName,
  type ScenarioRun,
  scenarioName,
} from '@stockade/world';
import { Command, InvalidArgumentError } from 'commander';
import { catalogLines, runLine } from './words.js';
import { askWorld, WorldNotRunning } from './world-connection.js';

const FAILED = 1;
const UNKNOWN = 2;
const NOT_RUNNING = 3;

const help = `
Without a name: what there is, and what is on. A scenario begins on the business day after the one under way, and
ends by itself.

Examples:
  scenario port-closure --location ACCRA --days 20
  scenario supplier-outage --supplier aurobindo --factor 1
  scenario off port-closure

Exit codes: 0 done, 1 failed, 2 asked for something that does not exist, 3 the world does not run.`;

interface Options {
  readonly days?: number;
  readonly location?: string;
  readonly supplier?: string;
  readonly sku?: string;
  readonly seed?: number;
  readonly factor?: number;
}

type Answer = Extract<ControlAnswer, { ok: true }>;

/** The command line of the scenarios. Results go to stdout, everything else to stderr. */
export function createProgram(env: NodeJS.ProcessEnv): Command {
  const ask = (request: ControlRequest) =>
    askWorld(env.STOCKADE_WORLD_CONTROL ?? layoutOf(env.STACK_DIR).worldControl, request);
  const program = new Command('scenario')
    .description('Lets something happen to the running world: suppliers, carriers, customers.')
    .argument('[name]', scenarioName.options.join(', '))
    .option('--days <n>', 'business days that it lasts', wholeNumber)
    .option('--location <code>', 'the location that it is about')
    .option('--supplier <name>', 'the supplier that it is about, or a part of its name')
    .option('--sku <sku>', 'the SKU that it is about')
    .option('--seed <n>', 'another draw of whom and what it hits (1)', wholeNumber)
    .option('--factor <f>', 'how strong it is', number)
    .option('--json', 'as JSON', false)
    .addHelpText('after', help)
    .showHelpAfterError('Run it with --help for what there is.')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : UNKNOWN))
    .action((name: string | undefined, options: Options) =>
      name === undefined ? list(ask, isJson()) : begin(ask, name, options, isJson()),
    );
  const isJson = () => program.opts<{ json: boolean }>().json;
  program
    .command('off [name]')
    .description('end all that is on, or one scenario')
    .action((name: string | undefined) => end(ask, name, isJson()));
  return program;
}

type Ask = (request: ControlRequest) => Promise<ControlAnswer>;

async function list(ask: Ask, json: boolean): Promise<void> {
  const answer = await ask({ command: 'list' }).catch(absent);
  const available = scenarioName.options.map((name) => {
    const { summary, targets, usualDays: days, factor } = catalog[name];
    return { name, summary, days, targets, factor: factor?.usual ?? null };
  });
  if (answer === undefined) process.exitCode = NOT_RUNNING;
  if (answer?.ok === false) return refuse(answer);
  const { today = null, on = null } = answer ?? {};
  if (json) print(JSON.stringify({ available, today, on }, undefined, 2));
  else print([...catalogLines(), '', ...whatIsOn(answer)].join('\n'));
}

function whatIsOn(answer: Answer | undefined): string[] {
  if (answer === undefined) return [notRunning];
  if (answer.on.length === 0) return [`On ${answer.today} nothing is on.`];
  return [`On ${answer.today}:`, ...answer.on.map((run) => `  ${runLine(run)}`)];
}

async function begin(ask: Ask, asked: string, options: Options, json: boolean): Promise<void> {
  const name = named(asked);
  if (name === undefined) return;
  const { days, location, supplier, sku, seed, factor } = options;
  await change(ask, { command: 'begin', name, days, location, supplier, sku, seed, factor }, (began) =>
    json ? JSON.stringify({ began: began[0] }, undefined, 2) : began.map(runLine).join('\n'),
  );
}

async function end(ask: Ask, asked: string | undefined, json: boolean): Promise<void> {
  const name = asked === undefined ? undefined : named(asked);
  if (asked !== undefined && name === undefined) return;
  await change(ask, { command: 'end', name }, (ended) => {
    if (json) return JSON.stringify({ ended }, undefined, 2);
    return ended.length === 0 ? 'Nothing was on.' : `Ended ${ended.map(runLine).join('\n')}`;
  });
}

async function change(
  ask: Ask,
  request: ControlRequest,
  words: (changed: readonly ScenarioRun[]) => string,
): Promise<void> {
  const answer = await ask(request).catch(absent);
  if (answer?.ok === true) return print(words(answer.changed));
  if (answer === undefined) fail(notRunning, NOT_RUNNING);
  else refuse(answer);
}

const notRunning =
  'The world does not run: `pnpm stack up` starts the stack, `pnpm stack start world` its world.';

function absent(error: unknown): undefined {
  if (error instanceof WorldNotRunning) return undefined;
  throw error;
}

function named(asked: string): ScenarioName | undefined {
  const name = scenarioName.safeParse(asked).data;
  if (name === undefined)
    fail(`There is no scenario ${asked}. Known are: ${scenarioName.options.join(', ')}.`, UNKNOWN);
  return name;
}

function refuse({ message, unknown }: Extract<ControlAnswer, { ok: false }>): void {
  fail(message, unknown ? UNKNOWN : FAILED);
}

function fail(text: string, exitCode: number): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function wholeNumber(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number.');
}

function number(value: string): number {
  if (/^\d{1,6}(\.\d{1,6})?$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a number such as 2 or 0.5.');
}
