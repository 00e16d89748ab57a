import { likelyCause } from '../doctor/likely-cause.js';
import { UnitFailure } from '../supervisor/unit.js';

/** Something was asked for that does not exist: exit code 2. */
export class UnknownName extends Error {
  override readonly name = 'UnknownName';
}

/** @returns the exit code */
export function printFailure(error: unknown): number {
  process.stderr.write(`${describeFailure(error)}\n`);
  return error instanceof UnknownName ? 2 : 1;
}

/** For people: what failed, what it said last, and what is likely behind it. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof UnitFailure)) return error instanceof Error ? error.message : String(error);
  const said = error.lastLines.map((line) => `  | ${line}`);
  const cause = likelyCause([error.reason, ...error.lastLines]);
  return [
    error.message,
    ...(said.length > 0 ? ['Its last lines:', ...said] : []),
    ...(cause ? [`Likely cause: ${cause}`] : []),
  ].join('\n');
}
