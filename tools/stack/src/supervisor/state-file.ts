import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProcessIdentity } from './process-identity.js';
import type { UnitStatus } from './supervised-unit.js';

export type Phase = 'starting' | 'ready' | 'stopping' | 'stopped';

/** What runs, kept on disk, so that a killed supervisor leaves behind who its children were. */
export interface StackState {
  readonly version: 1;
  readonly supervisor: ProcessIdentity;
  readonly phase: Phase;
  readonly startedAt: string;
  readonly units: readonly UnitStatus[];
}

/** Undefined when there is none, or when it is not one of this version. */
export function readState(file: string): StackState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the file in one step: a reader sees the old or the new state, a crash leaves one of them. */
export function writeState(file: string, state: StackState): void {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.next`;
  writeFileSync(next, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(next, file);
}

function isState(value: unknown): value is StackState {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
}
