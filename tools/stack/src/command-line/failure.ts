import { likelyCause } from '../doctor/likely-cause.js';
import { UnitFailure } from '../supervisor/unit.js';
import { UnknownName } from '../supervisor/unknown-name.js';

/** A failure as its command tells it; plain data, for it may come from a detached supervisor. */
export interface Failure {
  readonly text: string;
  /** 2 where something was asked for that does not exist. */
  readonly exitCode: number;
}

/** What happened in another process, to be told as it told it. */
export class ReportedFailure extends Error {
  override readonly name = 'ReportedFailure';

  constructor(readonly failure: Failure) {
    super(failure.text);
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ReportedFailure) return error.failure;
  if (error instanceof UnitFailure) return { text: describeUnitFailure(error), exitCode: 1 };
  const text = error instanceof Error ? error.message : String(error);
  return { text, exitCode: error instanceof UnknownName ? 2 : 1 };
}

/** What failed, what it said last, and what is likely behind it. */
function describeUnitFailure({ message, reason, lastLines }: UnitFailure): string {
  const cause = likelyCause([reason, ...lastLines]);
  return [
    message,
    ...(lastLines.length > 0 ? ['Its last lines:', ...lastLines.map((line) => `  | ${line}`)] : []),
    ...(cause ? [`Likely cause: ${cause}`] : []),
  ].join('\n');
}
