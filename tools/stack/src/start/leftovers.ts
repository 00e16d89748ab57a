import type { Layout } from '../layout.js';
import { endOrphans, orphansOf } from '../supervisor/orphans.js';
import { readState } from '../supervisor/state-file.js';
import { backingNames } from './backing-services.js';

const graceMs = 5_000;

/**
 * Ends the processes that a killed supervisor left behind. Backing services stay: the start adopts them, or
 * replaces those that it cannot use.
 * @returns names of the backing services that still run
 */
export async function clearLeftovers(layout: Layout): Promise<string[]> {
  const { backing, processes } = leftovers(layout);
  await endOrphans(processes, graceMs);
  return backing.map(({ name }) => name);
}

/** Ends everything that a killed supervisor left behind, the processes before what they stand on. */
export async function endLeftovers(layout: Layout): Promise<string[]> {
  const { backing, processes } = leftovers(layout);
  await endOrphans(processes, graceMs);
  await endOrphans(backing, graceMs);
  return [...processes, ...backing].map(({ name }) => name);
}

function leftovers(layout: Layout) {
  const state = readState(layout.stateFile);
  const orphans = state === undefined ? [] : orphansOf(state);
  const isBacking = ({ name }: { name: string }) => backingNames.has(name);
  return { backing: orphans.filter(isBacking), processes: orphans.filter((orphan) => !isBacking(orphan)) };
}
