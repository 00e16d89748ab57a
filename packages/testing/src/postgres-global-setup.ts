import { startTestCluster, type TestCluster } from './test-cluster.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The Postgres that every test file takes its database from. */
    readonly cluster: TestCluster['address'];
  }
}

interface Project {
  provide(key: 'cluster', value: TestCluster['address']): void;
}

/** vitest's globalSetup of the integration tests: one Postgres for the run, with a migrated template. */
export default async function setup(project: Project): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide('cluster', cluster.address);
  return () => cluster.stop();
}
