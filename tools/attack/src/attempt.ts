/** Something that must not work. */
export interface Attempt {
  /** What kind of attack it is. */
  readonly area: string;
  /** Who tries it: an agent, or somebody with its credentials. */
  readonly attacker: string;
  readonly attempt: string;
  readonly expected: string;
  run(): Promise<Outcome>;
}

export interface Outcome {
  readonly happened: string;
  /** Whether the platform held; false where the attacker got through, or was stopped by something else than expected. */
  readonly held: boolean;
  /** Of a request to an API: what its audit record is found by. */
  readonly requestId?: string;
}

/** An attempt that was made. */
export interface Result extends Omit<Attempt, 'run'>, Outcome {
  /** Id of the one audit record of a request; null for what never came to an API. */
  readonly auditId: string | null;
}
