import { execFile } from 'node:child_process';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runs } from './on-path.js';

const run = promisify(execFile);

/** Oldest Java that Keycloak runs on. */
export const oldestJava = 17;

export interface Jdk {
  readonly home: string;
  /** The `java` program itself. */
  readonly java: string;
  /** `25.0.3+9-LTS`, `17.0.15`. */
  readonly version: string;
  readonly major: number;
}

/** The newest Java of 17 or later among JAVA_HOME, PATH and the usual folders of each system. */
export async function findJdk(env: NodeJS.ProcessEnv): Promise<Jdk | undefined> {
  const homes = new Set(await Promise.all((await candidates(env)).map(canonical)));
  const found = await Promise.all([...homes].map(inspectJdk));
  return found
    .filter((jdk) => jdk !== undefined)
    .filter(({ major }) => major >= oldestJava)
    .sort((a, b) => compareVersions(b.version, a.version))[0];
}

/** Reads the version from the `release` file, or asks `java -version` where there is none. */
export async function inspectJdk(home: string): Promise<Jdk | undefined> {
  const java = join(home, 'bin', javaName());
  if (!(await runs(java))) return undefined;
  const release = await readFile(join(home, 'release'), 'utf8').catch(() => '');
  const version = versionIn(release) ?? (await askVersion(java));
  if (version === undefined) return undefined;
  return { home, java, version, major: majorOf(version) };
}

function versionIn(release: string): string | undefined {
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]+)`, 'm').exec(release)?.[1];
  return field('JAVA_RUNTIME_VERSION') ?? field('JAVA_VERSION');
}

function askVersion(java: string): Promise<string | undefined> {
  return run(java, ['-version']).then(
    ({ stderr }) => /version "([^"]+)"/.exec(stderr)?.[1],
    () => undefined,
  );
}

/** `1.8.0_392` is 8, `17.0.15+6` is 17. */
export function majorOf(version: string): number {
  const [first = 0, second = 0] = numbersOf(version);
  return first === 1 ? second : first;
}

/** Number by number: negative when `a` is the older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}

async function candidates(env: NodeJS.ProcessEnv): Promise<string[]> {
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const javas = await Promise.all(onPath.map((folder) => realpath(join(folder, javaName())).catch(() => '')));
  const folders = await Promise.all(usualFolders(env).map(homesIn));
  return [
    ...(env.JAVA_HOME ? [env.JAVA_HOME] : []),
    ...javas.filter((path) => path !== '').map((path) => dirname(dirname(path))),
    ...folders.flat(),
  ];
}

/** Folders that hold one JDK in each of their own folders. */
function usualFolders(env: NodeJS.ProcessEnv): string[] {
  const programs = [env.ProgramFiles, env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'Programs')];
  const vendors = ['Java', 'Eclipse Adoptium', 'Microsoft', 'Zulu', 'Amazon Corretto'];
  return [
    '/usr/lib/jvm',
    '/usr/java',
    '/opt/java',
    '/Library/Java/JavaVirtualMachines',
    join(homedir(), 'Library', 'Java', 'JavaVirtualMachines'),
    join(homedir(), '.sdkman', 'candidates', 'java'),
    join(homedir(), '.jdks'),
    ...programs.flatMap((folder) => (folder ? vendors.map((vendor) => join(folder, vendor)) : [])),
  ];
}

/** A bundle of macOS keeps the home two folders deep. */
async function homesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.flatMap((name) => [join(folder, name), join(folder, name, 'Contents', 'Home')]);
}

function canonical(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function javaName(): string {
  return platform() === 'win32' ? 'java.exe' : 'java';
}
