import { once } from 'node:events';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { workingFolder } from '../cache.js';
import type { Jdk } from '../jdk.js';
import { writePidRecord } from '../pid-record.js';
import { bareEnvironment, endProcess, startDetached } from '../processes.js';
import type { Log } from '../provision-error.js';
import { linkCode, processRecord, writeHome } from './home.js';
import { keycloakCommand } from './java-command.js';
import { untilReady } from './readiness.js';

interface ArchiveOptions {
  readonly jdk: Jdk;
  readonly distribution: string;
  /** Home of the server that is to start; a process that outlives us is recorded there. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly log: Log;
  readonly signal: AbortSignal | undefined;
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
  options.log('recording its classes, once on this machine (about 15 s, longer on a busy machine)');
  const folder = await workingFolder(dirname(options.distribution));
  const unfinished = join(folder, 'classes.jsa');
  try {
    await startAndEnd(folder, [`-XX:ArchiveClassesAtExit=${unfinished}`], options);
    await rename(unfinished, archive);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    options.log('its classes could not be recorded; it starts more slowly');
    await writeFile(archive, ''); // Empty: not to be tried again at each start.
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startAndEnd(folder: string, flags: readonly string[], options: ArchiveOptions): Promise<void> {
  const { jdk, distribution, home, env, logFile, signal } = options;
  const addresses = { port: await freePort(), managementPort: await freePort() };
  const database = 'db-url=jdbc:h2:mem:recording;NON_KEYWORDS=VALUE;DB_CLOSE_DELAY=-1';
  await linkCode(distribution, folder);
  await writeHome(folder, addresses, [database]);
  signal?.throwIfAborted();
  const pid = await startDetached({
    ...keycloakCommand({ jdk, distribution, home: folder, flags, args: ['start', '--optimized'] }),
    env: bareEnvironment(env),
    cwd: folder,
    logFile,
  });
  // A start that is killed now leaves this one to the next start, which ends it.
  await writePidRecord(processRecord(home), {
    pid,
    mark: `-Dkc.home.dir=${folder}`,
    startedWith: 'recording',
  });
  const giveUp = () => process.kill(pid, 'SIGKILL');
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await untilReady(pid, addresses.managementPort, logFile);
  } finally {
    await endProcess(pid, 120_000);
    signal?.removeEventListener('abort', giveUp);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined,
  );
}
