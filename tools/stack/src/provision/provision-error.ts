/** A backing service could not be brought. The message is for people: what is wrong, and what to do. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError';
}

/** Takes one line of progress for people. */
export type Log = (line: string) => void;
