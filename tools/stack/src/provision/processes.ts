import { execFile, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ProvisionError } from './provision-error.js';

const run = promisify(execFile);

interface DetachedProcess {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/**
 * Starts a process that outlives this one, in its own process group, its output appended to `logFile`.
 * @returns its pid
 * @throws ProvisionError when the command cannot be executed
 */
export async function startDetached({
  command,
  args,
  logFile,
  ...options
}: DetachedProcess): Promise<number> {
  return withLog(logFile, async (stdio) => {
    const child = spawn(command, args, { ...options, detached: true, stdio, windowsHide: true });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) =>
        reject(new ProvisionError(`${command} does not start: ${cause.message}`)),
      );
    });
    child.unref();
    if (child.pid === undefined) throw new ProvisionError(`${command} does not start.`);
    return child.pid;
  });
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** The user to run as, where that is another one. */
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a command to its end, its output appended to `logFile`. @returns whether it succeeded */
export async function runToEnd({ command, args, logFile, account, ...options }: Command): Promise<boolean> {
  return withLog(logFile, async (stdio) => {
    const child = spawn(command, args, { ...options, ...account, stdio, windowsHide: true });
    return new Promise<boolean>((resolve, reject) => {
      child.once('exit', (code) => resolve(code === 0));
      child.once('error', (cause) => reject(new ProvisionError(`${command} does not run: ${cause.message}`)));
    });
  });
}

/** Runs `work` with stdio that appends both outputs to the log file. */
async function withLog<T>(logFile: string, work: (stdio: StdioOptions) => Promise<T>): Promise<T> {
  await mkdir(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  try {
    return await work(['ignore', log, log]);
  } finally {
    closeSync(log);
  }
}

/** Whether a process runs under this pid; one of another user counts, a zombie that nobody reaps does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return platform() !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Whether the process with this pid was started with `mark` on its command line: after a crash the pid may
 * belong to a stranger. Where no command line can be read (Windows), being alive has to do.
 */
export async function runsWith(pid: number, mark: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (platform() === 'win32') return true;
  const commandLine =
    platform() === 'linux'
      ? readFile(`/proc/${pid}/cmdline`, 'utf8')
      : run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(({ stdout }) => stdout);
  return (await commandLine.catch(() => '')).includes(mark);
}

/** SIGTERM, and SIGKILL where that did not end it within `patience` milliseconds. */
export async function endProcess(pid: number, patience: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (await until(async () => !isAlive(pid), patience)) return;
  signal(pid, 'SIGKILL');
  await until(async () => !isAlive(pid), 5_000);
}

const harmless = /^(PATH|HOME|USER|LOGNAME|LANG|TMPDIR|TMP|TEMP|SystemRoot|windir|ComSpec|PATHEXT)$/i;

/**
 * What a backing service may see of our environment: neither secrets that the shell holds, nor variables
 * (PGDATA, KC_*, JAVA_TOOL_OPTIONS) that would speak over the configuration that the stack writes.
 */
export function bareEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => harmless.test(name)));
}

/** Asks every 100 ms until `condition` holds. @returns false when it did not within `patience` milliseconds */
export async function until(condition: () => Promise<boolean>, patience: number): Promise<boolean> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) return false;
    await pause(100);
  }
  return true;
}

/** The last lines of a log, for the message about what died. */
export async function tail(logFile: string, lines = 15): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}
