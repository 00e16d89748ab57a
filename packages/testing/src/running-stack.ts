import './provided-context.js';
import { inject } from 'vitest';
import type { StackEnvironment } from './stack-environment.js';

/** The stack that the end-to-end project's global setup started. @throws outside of that project */
export function runningStack(): StackEnvironment {
  const stack: StackEnvironment | undefined = inject('stack');
  if (!stack) throw new Error('no stack is running here: run the test in the project e2e');
  return stack;
}
