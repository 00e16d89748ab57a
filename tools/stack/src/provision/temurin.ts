import { readdir, rename, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { workingFolder } from './cache.js';
import { download, fetchText } from './download.js';
import { findJdk, inspectJdk, type Jdk, oldestJava } from './jdk.js';
import { type Log, ProvisionError } from './provision-error.js';
import { unpack } from './unpack.js';

/** Long-term release that is downloaded where no Java is found. */
const release = 25;
const adoptium = 'https://api.adoptium.net';
const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'mac', win32: 'windows' };
const architectures: Readonly<Record<string, string>> = {
  x64: 'x64',
  arm64: 'aarch64',
  arm: 'arm',
  ppc64: 'ppc64le',
};

interface TemurinOptions {
  /** Where a downloaded runtime is kept. */
  readonly tools: string;
  readonly log: Log;
  /** Adoptium's API; another one in tests. */
  readonly api?: string;
}

interface JdkOptions extends TemurinOptions {
  readonly env: NodeJS.ProcessEnv;
}

/** The newest Java on the machine, an earlier download, or Temurin from Adoptium. @throws ProvisionError */
export async function provideJdk(options: JdkOptions): Promise<Jdk> {
  return (await presentJdk(options.env, options.tools)) ?? downloadTemurin(options);
}

/** The newest Java on the machine, else an earlier download; undefined where one has to be downloaded. */
export async function presentJdk(env: NodeJS.ProcessEnv, tools: string): Promise<Jdk | undefined> {
  return (await findJdk(env)) ?? earlierDownload(tools);
}

async function earlierDownload(tools: string): Promise<Jdk | undefined> {
  const names = await readdir(tools).catch((): string[] => []);
  const homes = names.filter((name) => name.startsWith('temurin-')).sort();
  return homes.length === 0 ? undefined : inspectJdk(homeIn(join(tools, homes.at(-1) ?? '')));
}

/** @throws ProvisionError that says how to get a Java where none can be downloaded */
export async function downloadTemurin({ tools, log, api = adoptium }: TemurinOptions): Promise<Jdk> {
  const { link, checksum, name } = await latest(api).catch((cause: unknown) => {
    throw new ProvisionError(`${howToGetOne} (${cause instanceof Error ? cause.message : String(cause)})`);
  });
  const archive = join(tools, name);
  await download({ url: link, checksum, file: archive, log });
  log('unpacking Java');
  const unfinished = await workingFolder(tools);
  const folder = join(tools, `temurin-${release}`);
  await unpack(archive, unfinished);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  await rm(archive);
  const jdk = await inspectJdk(homeIn(folder));
  if (jdk === undefined) throw new ProvisionError(`The Java runtime unpacked to ${folder} does not answer.`);
  return jdk;
}

const howToGetOne =
  `No Java ${oldestJava} or later was found, and none could be downloaded. ` +
  'Install one (Debian: apt install openjdk-17-jre-headless; macOS: brew install openjdk; ' +
  'others: https://adoptium.net), or set JAVA_HOME.';

async function latest(api: string): Promise<{ link: string; checksum: string; name: string }> {
  const [os, architecture] = [systems[platform()], architectures[arch()]];
  if (os === undefined || architecture === undefined) {
    throw new ProvisionError(`Adoptium has no runtime for ${platform()} on ${arch()}`);
  }
  const query = new URLSearchParams({ architecture, image_type: 'jre', os, vendor: 'eclipse' });
  const answer: unknown = JSON.parse(await fetchText(`${api}/v3/assets/latest/${release}/hotspot?${query}`));
  const assets = answer as readonly { binary?: { package?: Record<string, unknown> } }[];
  const { link, checksum, name } = assets[0]?.binary?.package ?? {};
  if (
    typeof link !== 'string' ||
    typeof checksum !== 'string' ||
    typeof name !== 'string' ||
    /[/\\]/.test(name)
  ) {
    throw new ProvisionError(`Adoptium names no Java ${release} for ${os} on ${architecture}`);
  }
  return { link, checksum, name };
}

function homeIn(folder: string): string {
  return platform() === 'darwin' ? join(folder, 'Contents', 'Home') : folder;
}
