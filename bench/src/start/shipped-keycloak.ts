import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, readlink, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { isOk } from './is-ok.js';

const RETRY_MS = 50;
const processRecord = z.object({ pid: z.int() });

/** JAVA_HOME of the Keycloak that runs on a home. */
export async function javaHomeOf(home: string): Promise<string> {
  const { pid } = processRecord.parse(JSON.parse(await readFile(join(home, 'process.json'), 'utf8')));
  return dirname(dirname(await readlink(`/proc/${pid}/exe`)));
}

/**
 * Starts Keycloak by its own script with its own options of the JVM, on the configuration and the data of a home
 * whose server is down, and ends it. Returns the seconds until it was ready.
 */
export async function startShipped(home: string, javaHome: string, readyUrl: string): Promise<number> {
  // The script takes the folder above its own for its home.
  const script = join(home, 'bin', 'kc.sh');
  await mkdir(dirname(script), { recursive: true });
  await copyFile(join(await realpath(join(home, 'lib')), '..', 'bin', 'kc.sh'), script);
  const started = performance.now();
  const child = spawn(script, ['start', '--optimized'], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, JAVA_HOME: javaHome },
  });
  const ended = once(child, 'exit');
  try {
    while (child.exitCode === null && !(await isOk(readyUrl))) await pause(RETRY_MS);
    if (child.exitCode !== null) throw new Error(`kc.sh ended with code ${child.exitCode} while it started`);
    return (performance.now() - started) / 1_000;
  } finally {
    child.kill();
    await ended;
  }
}
