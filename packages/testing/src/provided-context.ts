import type { StackEnvironment } from './stack-environment.js';
import type { TestCluster } from './test-cluster.js';

/** What the global setups hand to the test files, which run in other processes. */
declare module 'vitest' {
  interface ProvidedContext {
    /** The Postgres of the integration tests. */
    readonly cluster: TestCluster['address'];
    /** How many random runs a model-based test makes. */
    readonly modelRuns: number;
    /** What `stack env --json` printed, in the end-to-end tests. */
    readonly stack: StackEnvironment;
  }
}
