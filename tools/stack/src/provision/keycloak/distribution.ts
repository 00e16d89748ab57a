import { createHash } from 'node:crypto';
import { access, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeAbandoned, workingFolder } from '../cache.js';
import type { Jdk } from '../jdk.js';
import { bareEnvironment, runToEnd, tail } from '../processes.js';
import { type Log, ProvisionError } from '../provision-error.js';
import { keycloakCommand } from './java-command.js';
import { buildOptions, keycloakVersion } from './release.js';
import { bringDistribution, copyInstalled } from './sources.js';

interface Build {
  readonly jdk: Jdk;
  readonly env: NodeJS.ProcessEnv;
  /** Shared by all checkouts of the user. */
  readonly cache: string;
}

interface DistributionOptions extends Build {
  readonly logFile: string;
  readonly log: Log;
  readonly signal: AbortSignal | undefined;
}

/**
 * The folder of a built Keycloak: an earlier one, or a new one that is seen under its name only when it is
 * whole, so that two starts at once, or one that is killed, do no harm.
 */
export async function builtDistribution(options: DistributionOptions): Promise<string> {
  const folder = await folderOf(options);
  if (await isThere(folder)) return folder;
  await removeAbandoned(options.cache);
  const unfinished = await workingFolder(options.cache);
  try {
    const installed = options.env.KEYCLOAK_HOME;
    if (installed) await copyInstalled(installed, unfinished);
    else await bringDistribution(unfinished, options);
    await build(unfinished, options);
    await rename(unfinished, folder).catch(async (cause: unknown) => {
      if (!(await isThere(folder))) throw cause; // Otherwise another start was faster.
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

async function build(folder: string, { jdk, env, logFile, log, signal }: DistributionOptions): Promise<void> {
  log('building, once on this machine (about 20 s, longer on a busy machine)');
  const built = await runToEnd({
    ...keycloakCommand({ jdk, distribution: folder, home: folder, args: ['build', ...buildOptions] }),
    cwd: folder,
    env: bareEnvironment(env),
    logFile,
    signal,
  });
  if (built) return;
  throw new ProvisionError(`Keycloak cannot be built. The last lines of ${logFile}:\n${await tail(logFile)}`);
}

/** Whether a start would find its Keycloak built. */
export async function earlierBuild(of: Build): Promise<boolean> {
  return isThere(await folderOf(of));
}

/** Everything that a build depends on is in the name. */
async function folderOf({ jdk, env, cache }: Build): Promise<string> {
  const installed = env.KEYCLOAK_HOME;
  const origin = installed ? await fingerprintOf(installed) : keycloakVersion;
  const digest = createHash('sha256')
    .update(JSON.stringify([origin, buildOptions]))
    .digest('hex')
    .slice(0, 12);
  return join(cache, `keycloak-${installed ? 'own' : keycloakVersion}-java${jdk.major}-${digest}`);
}

/** An installation of the user's may get another version or other providers under the same path. */
async function fingerprintOf(home: string): Promise<unknown[]> {
  const providers = (await readdir(join(home, 'providers')).catch((): string[] => [])).sort();
  const files = [
    'version.txt',
    join('lib', 'quarkus-run.jar'),
    ...providers.map((name) => join('providers', name)),
  ];
  const changes = files.map((name) =>
    stat(join(home, name)).then(
      ({ mtimeMs, size }) => [name, mtimeMs, size],
      () => name,
    ),
  );
  return [home, ...(await Promise.all(changes))];
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
