import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The first program of one of these names on PATH, whole path and all. */
export async function findOnPath(
  env: NodeJS.ProcessEnv,
  names: readonly string[],
): Promise<string | undefined> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const path of folders.flatMap((folder) => names.map((name) => join(folder, name)))) {
    if (await runs(path)) return path;
  }
  return undefined;
}

/** Whether there is a program that this user may run. */
export function runs(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
