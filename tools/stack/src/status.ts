import type { Layout } from './layout.js';
import { lockHolder } from './supervisor/lock.js';
import { isAlive } from './supervisor/process-identity.js';
import { type Phase, readState } from './supervisor/state-file.js';
import type { UnitState, UnitStatus } from './supervisor/supervised-unit.js';

type ReportedUnit = Omit<UnitStatus, 'state'> & {
  /** `leftover`: it still runs, but the supervisor that watched it was killed. */
  readonly state: UnitState | 'leftover';
};

/** The stable answer of `stack status --json`. */
export interface StackStatus {
  readonly running: boolean;
  readonly phase: Phase;
  /** Pid of the supervisor. */
  readonly supervisor: number | null;
  readonly units: readonly ReportedUnit[];
}

export function stackStatus(layout: Layout): StackStatus {
  const state = readState(layout.stateFile);
  const holder = lockHolder(layout.lockFile);
  if (state === undefined) return { running: false, phase: 'stopped', supervisor: null, units: [] };
  if (holder !== undefined) {
    return { running: true, phase: state.phase, supervisor: holder.pid, units: state.units };
  }
  return { running: false, phase: 'stopped', supervisor: null, units: state.units.map(withoutSupervisor) };
}

export function statusTable({ running, phase, units }: StackStatus): string {
  const rows = units.map(({ name, state, pid, url, restarts, lastExit }) =>
    [
      name.padEnd(18),
      state.padEnd(11),
      String(pid ?? '-').padStart(8),
      (url ?? '-').padEnd(24),
      restarts > 0 ? `${restarts} restarts, last: ${lastExit}` : '',
    ]
      .join(' ')
      .trimEnd(),
  );
  return [running ? `The stack is ${phase}.` : 'The stack does not run.', ...rows].join('\n');
}

/** In a few words: all is well, or what is not. */
export function statusWords({ units }: StackStatus): string {
  const troubles = units
    .filter(({ state }) => state !== 'ready')
    .map(({ name, state, lastExit }) =>
      lastExit === null ? `${name} ${state}` : `${name} ${state} (${lastExit})`,
    );
  return troubles.length === 0 ? `all ${units.length} ready` : troubles.join(' · ');
}

function withoutSupervisor(unit: UnitStatus): ReportedUnit {
  const { pid, startedAt } = unit;
  const lives = pid !== null && startedAt !== null && isAlive({ pid, startedAt });
  return lives ? { ...unit, state: 'leftover' } : { ...unit, state: 'stopped', pid: null, startedAt: null };
}
