import { end, isAlive, type ProcessIdentity } from './process-identity.js';
import type { StackState } from './state-file.js';

export interface Orphan extends ProcessIdentity {
  readonly name: string;
}

/** Children of a supervisor that was killed, which still run. */
export function orphansOf(state: StackState): Orphan[] {
  return state.units
    .flatMap(({ name, pid, startedAt }) =>
      pid === null || startedAt === null ? [] : [{ name, pid, startedAt }],
    )
    .filter(isAlive);
}

export async function endOrphans(orphans: readonly Orphan[], graceMs: number): Promise<void> {
  await Promise.all(orphans.map((orphan) => end(orphan, graceMs)));
}
