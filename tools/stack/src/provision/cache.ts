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
