import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));
const runner = fileURLToPath(new URL('../../../tools/stack/dist/main.js', import.meta.url));

export interface StackPlace {
  readonly stackDir: string;
  readonly portBase: number;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CommandOptions {
  /** Where its words for people go; kept by default. */
  readonly stderr?: 'pipe' | 'inherit';
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the stack's command line as a person would. */
export function stackCommand(
  place: StackPlace,
  words: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return run([runner, ...words], { ...stackEnvironment(place), ...options.env }, options.stderr);
}

export function stackEnvironment({ stackDir, portBase }: StackPlace): Record<string, string> {
  return { STACK_DIR: stackDir, STACK_PORT_BASE: String(portBase), STOCKADE_WORLD_DAY_MS: '100' };
}

/** Runs a script of the repository with the Node.js of this process. */
export async function run(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  stderr: 'pipe' | 'inherit' = 'pipe',
): Promise<CommandResult> {
  // What vitest sets for its workers, NODE_OPTIONS among it, is not for the stack.
  const { NODE_OPTIONS: _options, NODE_ENV: _env, VITEST: _vitest, ...inherited } = process.env;
  const child = spawn(process.execPath, words, {
    cwd: repository,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', stderr],
  });
  const [code, out, error] = await Promise.all([exitCode(child), output(child.stdout), output(child.stderr)]);
  return { code, stdout: out, stderr: error };
}

function exitCode(child: ChildProcess): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('exit', resolve);
  return promise;
}

const output = async (stream: NodeJS.ReadableStream | null) => (stream ? text(stream) : '');
