import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Does the work unless it was done before on the same input.
 * @param input digest of all that the work depends on
 * @returns whether it was done now
 */
export async function once(
  directory: string,
  name: string,
  input: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const file = join(directory, name);
  if (read(file) === input) return false;
  forget(directory, name);
  await work();
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, input);
  return true;
}

/** What the work did is gone: it has to be done again. */
export function forget(directory: string, name: string): void {
  rmSync(join(directory, name), { force: true });
}

/** SHA-256 over texts and over the names and contents of all files below the paths. */
export function digest(texts: readonly string[], paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (part: string | Buffer) => hash.update(`${part.length}:`).update(part);
  for (const text of texts) add(text);
  for (const path of paths) {
    for (const file of filesBelow(path)) {
      add(relative(path, file));
      add(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
