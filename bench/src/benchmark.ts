import type { Report } from './report/report.js';

export interface BenchmarkOptions {
  readonly quick: boolean;
  /** Leaves out all but a part of the comparison; undefined for the whole. */
  readonly only?: {
    readonly operation?: string | undefined;
    readonly connections?: readonly number[] | undefined;
  };
  /** Tells what is being done, for whoever waits. */
  readonly say: (text: string) => void;
}

/** A comparison that is run by its name. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  /** @throws Error where what was measured is not what was meant to be measured */
  run(options: BenchmarkOptions): Promise<Report>;
}
