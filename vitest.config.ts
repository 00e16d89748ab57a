import { configDefaults, defineConfig, type TestUserConfig } from 'vitest/config';
import { ClosingLineReporter } from './packages/testing/src/closing-line-reporter.js';

/** One stack, shared: the files run one after the other, in one process. */
const onOneStack: TestUserConfig = {
  globalSetup: ['e2e/src/global-setup.ts'],
  pool: 'forks',
  maxWorkers: 1,
  fileParallelism: false,
  testTimeout: 180_000,
  hookTimeout: 300_000,
};

const onOnePostgres: TestUserConfig = {
  globalSetup: ['packages/testing/src/postgres-global-setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  // Workspace packages are taken from their sources, so that tests need no build.
  resolve: { conditions: ['stockade-source'] },
  ssr: { resolve: { conditions: ['stockade-source'] } },
  // The packages' tsconfig.json, which would say this, leave test files out.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    reporters: ['default', new ClosingLineReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,packages,tools}/*/src/**/*.test.ts', 'bench/src/**/*.test.ts'],
          exclude: [...configDefaults.exclude, '**/*.integration.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{apps,packages,tools}/*/src/**/*.integration.test.ts'],
          ...onOnePostgres,
          provide: { modelRuns: 15 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts', 'e2e/**/*.fast.fault.test.ts'],
          ...onOneStack,
        },
      },
      {
        extends: true,
        test: { name: 'faults', include: ['e2e/**/*.fault.test.ts'], ...onOneStack },
      },
      {
        // The models of the integration project, for longer.
        extends: true,
        test: {
          name: 'models',
          include: ['apps/*/src/**/*.model.integration.test.ts'],
          ...onOnePostgres,
          testTimeout: 600_000,
          provide: { modelRuns: 300 },
        },
      },
    ],
  },
});
