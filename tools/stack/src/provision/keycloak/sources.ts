import { execFile } from 'node:child_process';
import { cp, readdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workingFolder } from '../cache.js';
import { download, fetchText } from '../download.js';
import type { Jdk } from '../jdk.js';
import { type Log, ProvisionError } from '../provision-error.js';
import { unpack } from '../unpack.js';
import { keycloakVersion, mavenArtifact, releaseUrl } from './release.js';

const run = promisify(execFile);

interface SourceOptions {
  readonly jdk: Jdk;
  readonly env: NodeJS.ProcessEnv;
  /** Where the distribution is put; archives pass beside it. */
  readonly cache: string;
  readonly log: Log;
  /** Where its publisher keeps the archive; another place in tests. */
  readonly release?: string;
}

/** Brings the distribution, unbuilt, into `folder`: from Maven, else from its publisher. @throws ProvisionError */
export async function bringDistribution(folder: string, options: SourceOptions): Promise<void> {
  const reasons: string[] = [];
  for (const source of [fromMaven, fromRelease]) {
    try {
      await source(folder, options);
      return;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      reasons.push(reason);
      options.log(reason);
    }
  }
  throw new ProvisionError(
    `Keycloak ${keycloakVersion} cannot be had. ${reasons.join(' ')} ` +
      'Set KEYCLOAK_HOME to an unpacked one, or KEYCLOAK_URL to a running one.',
  );
}

/** `dependency:copy` honours the user's settings: mirrors, proxies, and where the local repository is. */
async function fromMaven(folder: string, { jdk, env, cache, log }: SourceOptions): Promise<void> {
  log(`asking Maven for ${mavenArtifact}`);
  const passing = await workingFolder(cache);
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:copy';
  const args = ['-q', '-B', goal, `-Dartifact=${mavenArtifact}`, `-DoutputDirectory=${passing}`];
  try {
    await run('mvn', args, { cwd: passing, env: { ...env, JAVA_HOME: jdk.home } });
    const [archive] = await readdir(passing);
    if (archive === undefined) throw new ProvisionError('Maven brought nothing.');
    await unpack(join(passing, archive), folder);
  } catch (cause) {
    throw new ProvisionError(`Maven has no Keycloak: ${firstLine(cause)}`);
  } finally {
    await rm(passing, { recursive: true, force: true });
  }
}

async function fromRelease(
  folder: string,
  { cache, log, release = releaseUrl }: SourceOptions,
): Promise<void> {
  const archive = join(cache, `keycloak-${keycloakVersion}.tar.gz`);
  // What its publisher puts beside the release is a SHA-1: it tells a cut or mixed-up file; who sent it, TLS tells.
  const checksum = (await fetchText(`${release}.sha1`)).trim().split(/\s+/)[0] ?? '';
  await download({ url: release, checksum, file: archive, log });
  await unpack(archive, folder);
  await rm(archive);
}

/** A copy, because building writes into it and the user's own stays as it is. */
export async function copyInstalled(installed: string, folder: string): Promise<void> {
  const home = await installedHome(installed);
  for (const name of ['lib', 'providers', 'conf', 'version.txt']) {
    await cp(join(home, name), join(folder, name), { recursive: true });
  }
}

/** The folder that KEYCLOAK_HOME names. @throws ProvisionError when it holds no Keycloak */
export async function installedHome(installed: string): Promise<string> {
  const home = installed.replace(/^~(?=\/)/, homedir());
  await stat(join(home, 'lib', 'quarkus-run.jar')).catch(() => {
    throw new ProvisionError(`KEYCLOAK_HOME (${home}) holds no Keycloak: lib/quarkus-run.jar is missing.`);
  });
  return home;
}

function firstLine(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const output = 'stdout' in cause ? String(cause.stdout) : '';
  if ('code' in cause && cause.code === 'ENOENT') return 'mvn is not installed.';
  return output.split('\n').find((line) => line.includes('[ERROR]')) ?? cause.message.split('\n')[0] ?? '';
}
