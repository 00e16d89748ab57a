import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './log-file.js';
import { end, identify } from './process-identity.js';
import { type Running, type Starting, type Unit, UnitFailure } from './unit.js';

export interface ChildSpec {
  readonly name: string;
  /** Arguments of Node: its flags, the script, and what that is given. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** The whole environment of the process, asked for at each start; nothing else is inherited. */
  readonly env: () => Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly url: string;
  /** Answers 2xx when the process is ready. */
  readonly readyUrl: string;
  /** Time to become ready in; while it waits for the issuer alone, none of it passes. */
  readonly readyTimeoutMs: number;
  readonly graceMs: number;
}

const pollMs = 50;
/** A first start builds Keycloak meanwhile: nobody is asked twenty times a second for that long. */
const waitingPollMs = 250;
const shownLines = 15;

/** A unit that is a Node process of its own. */
export function childUnit(spec: ChildSpec): Unit {
  return {
    name: spec.name,
    url: spec.url,
    start: (starting) => startChild(spec, starting),
  };
}

async function startChild(spec: ChildSpec, { spawned, signal }: Starting): Promise<Running> {
  const child = launch(spec);
  const exited = endOf(child);
  if (child.pid !== undefined) spawned(child.pid);
  const stop = () => stopChild(child, spec.graceMs);
  const reason = await Promise.race([exited, notReady(spec, signal, exited)]);
  if (reason === undefined) return { exited, stop };
  await stop();
  throw new UnitFailure(spec.name, reason, lastLines(spec.logFile, shownLines));
}

/** A group of its own, so that Ctrl-C reaches the supervisor alone, which then stops all in order. */
function launch(spec: ChildSpec): ChildProcess {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const log = openSync(spec.logFile, 'a', 0o600);
  try {
    return spawn(process.execPath, spec.command, {
      cwd: spec.cwd,
      env: spec.env(),
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`it could not be run: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`),
    );
  });
}

/** Resolves with undefined when the process is ready, else with the reason why it is not. */
async function notReady(
  spec: ChildSpec,
  signal: AbortSignal,
  exited: Promise<string>,
): Promise<string | undefined> {
  let over = false;
  void exited.then(() => {
    over = true;
  });
  let deadline = Date.now() + spec.readyTimeoutMs;
  while (!over && Date.now() < deadline) {
    if (signal.aborted) return 'the start was stopped';
    const readiness = await readinessAt(spec.readyUrl);
    if (readiness === 'ready') return undefined;
    if (readiness === 'waits for the issuer') deadline = Date.now() + spec.readyTimeoutMs;
    await sleep(readiness === 'not ready' ? pollMs : waitingPollMs);
  }
  return `it was not ready at ${spec.readyUrl} within ${spec.readyTimeoutMs / 1000} s`;
}

async function readinessAt(url: string): Promise<'ready' | 'waits for the issuer' | 'not ready'> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    if (answer.ok) return 'ready';
    const { failing } = (await answer.json()) as { failing?: unknown };
    return JSON.stringify(failing) === '["issuer"]' ? 'waits for the issuer' : 'not ready';
  } catch {
    return 'not ready';
  }
}

async function stopChild(child: ChildProcess, graceMs: number): Promise<void> {
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity !== undefined) await end(identity, graceMs);
}
