import type { Layout } from '../layout.js';
import { printProgress } from '../start/progress-printer.js';
import { setUp } from '../start/setup.js';

export async function setup(layout: Layout, env: NodeJS.ProcessEnv): Promise<void> {
  const printer = printProgress(process.stderr);
  try {
    await setUp({ layout, env, progress: printer.progress });
  } finally {
    printer.close();
  }
}
