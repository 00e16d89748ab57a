import './provided-context.js';
import type { TestProject } from 'vitest/node';
import { startTestCluster } from './test-cluster.js';

/** vitest's globalSetup of the integration tests: one Postgres for the run, with a migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide('cluster', cluster.address);
  return () => cluster.stop();
}
