import type { Report } from './report/report.js';

export interface BenchmarkOptions {
  readonly quick: boolean;
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
