import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';

/**
 * Where what is the same for every checkout is kept: STACK_CACHE, or the user's cache folder. Holds no secret
 * and no state; deleting it costs a longer start.
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env.STACK_CACHE) return env.STACK_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'stockade');
  if (platform() === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'stockade', 'cache');
  return join(homedir(), '.cache', 'stockade');
}

const working = 'unfinished-';
const anHour = 3_600_000;

/** Removes the working folders (see `workingFolder`) of starts that were killed. */
export async function removeAbandoned(cache: string): Promise<void> {
  const names = await readdir(cache).catch((): string[] => []);
  for (const path of names.filter((name) => name.startsWith(working)).map((name) => join(cache, name))) {
    const since = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - since > anHour) await rm(path, { recursive: true, force: true });
  }
}

/** A new folder in the cache, for work that is moved into its place when it is whole. */
export async function workingFolder(cache: string): Promise<string> {
  await mkdir(cache, { recursive: true });
  return mkdtemp(join(cache, working));
}
