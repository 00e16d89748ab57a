/** Something that the supervisor starts, watches and stops: a process of the platform or a backing service. */
export interface Unit {
  readonly name: string;
  /** Where it answers, for people; undefined where it has no address. */
  readonly url: string | undefined;
  /** Resolves when it is ready. Rejects with a UnitFailure when it does not become so. */
  start(starting: Starting): Promise<Running>;
}

export interface Starting {
  /** To be told of a process at once, so that it can be found again if the supervisor is killed. */
  readonly spawned: (pid: number) => void;
  /** A line about the progress. */
  readonly log: (line: string) => void;
  /** Ends a start that is under way. */
  readonly signal: AbortSignal;
}

export interface Running {
  /** A sentence about its end. Never resolves for what somebody else runs. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

/** A unit that did not become ready: which, why, and what it said last. */
export class UnitFailure extends Error {
  override readonly name = 'UnitFailure';

  constructor(
    readonly unit: string,
    readonly reason: string,
    readonly lastLines: readonly string[],
  ) {
    super(`${unit} did not start: ${reason}`);
  }
}
