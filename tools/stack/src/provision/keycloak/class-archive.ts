import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Jdk } from '../jdk.js';
import { bareEnvironment, endProcess, startDetached } from '../processes.js';
import type { Log } from '../provision-error.js';
import { type Addresses, linkCode, writeHome } from './home.js';
import { keycloakCommand } from './java-command.js';
import { untilReady } from './readiness.js';

interface ArchiveOptions {
  readonly jdk: Jdk;
  readonly distribution: string;
  readonly addresses: Addresses;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly log: Log;
}

/**
 * JVM flags that load Keycloak's classes from an archive (class data sharing), which takes a third off every
 * start. The archive holds for one build of Java and one distribution, and is written by a JVM that ends: so
 * one start is spent on it, on a database in memory. Without it Keycloak runs all the same.
 */
export async function classArchiveFlags(options: ArchiveOptions): Promise<string[]> {
  const archive = join(options.distribution, `classes-${options.jdk.version}.jsa`);
  const size = await sizeOf(archive);
  if (size === undefined) await record(archive, options);
  return (await sizeOf(archive))
    ? [`-XX:SharedArchiveFile=${archive}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off']
    : [];
}

async function record(archive: string, options: ArchiveOptions): Promise<void> {
  options.log('Keycloak: recording its classes, once on this machine (about 15 s)');
  const folder = await mkdtemp(join(options.distribution, 'recording-'));
  const unfinished = join(folder, 'classes.jsa');
  try {
    await startAndEnd(folder, [`-XX:ArchiveClassesAtExit=${unfinished}`], options);
    await rename(unfinished, archive);
  } catch {
    options.log('Keycloak: its classes could not be recorded; it starts more slowly');
    await writeFile(archive, ''); // Empty: not to be tried again at each start.
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startAndEnd(folder: string, flags: readonly string[], options: ArchiveOptions): Promise<void> {
  const { jdk, distribution, addresses, env, logFile } = options;
  const database = 'db-url=jdbc:h2:mem:recording;NON_KEYWORDS=VALUE;DB_CLOSE_DELAY=-1';
  await linkCode(distribution, folder);
  await writeHome(folder, addresses, [database]);
  const pid = await startDetached({
    ...keycloakCommand({ jdk, distribution, home: folder, flags, args: ['start', '--optimized'] }),
    env: bareEnvironment(env),
    cwd: folder,
    logFile,
  });
  try {
    await untilReady(pid, addresses.managementPort, logFile);
  } finally {
    await endProcess(pid, 120_000);
  }
}

function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined,
  );
}
