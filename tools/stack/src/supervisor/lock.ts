import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';

/** The supervisor that holds the lock, as long as it lives. */
export function lockHolder(file: string): ProcessIdentity | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes this process the only supervisor of the state directory; a lock that a killed one left is taken over.
 * @returns who this process is
 * @throws Error when another supervisor holds it
 */
export function acquireLock(file: string): ProcessIdentity {
  const own = identify(process.pid);
  if (own === undefined) throw new Error('This process cannot see itself; is /proc mounted?');
  mkdirSync(dirname(file), { recursive: true });
  const holder = lockHolder(file);
  if (holder !== undefined)
    throw new Error(`Another supervisor (pid ${holder.pid}) runs in ${dirname(file)}.`);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
  return own;
}

export function releaseLock(file: string): void {
  rmSync(file, { force: true });
}
