import type { Operation } from '../measure/load.js';
import type { Measurement } from '../measure/measurement.js';

/** What all contestants did under one kind of load, by round. */
export interface Trial {
  readonly operation: Operation;
  readonly connections: number;
  readonly measurements: ReadonlyMap<string, readonly Measurement[]>;
}
