import type { PolicyFile } from './policy-file.js';

/** A fault by its path in the file. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  /** What is wrong and what to do. */
  readonly detail: string;
}

/** What the parts of the file say of each other, and of the contracts. */
export function crossCheck(_file: PolicyFile): Contradiction[] {
  return [];
}
