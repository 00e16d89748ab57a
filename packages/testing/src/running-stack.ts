import './provided-context.js';
import { inject } from 'vitest';

/** What `stack env --json` prints. */
export interface StackEnvironment {
  readonly issuer: string;
  readonly services: Readonly<Record<string, { readonly url: string; readonly audience: string }>>;
  readonly database: { readonly adminUrl: string };
  readonly queue: { readonly url: string };
  readonly keycloak: {
    readonly url: string;
    readonly realm: string;
    readonly adminUser: string;
    readonly adminPasswordFile: string;
  };
}

/** The stack that the end-to-end project's global setup started. @throws outside of that project */
export function runningStack(): StackEnvironment {
  const stack: StackEnvironment | undefined = inject('stack');
  if (!stack) throw new Error('no stack is running here: run the test in the project e2e');
  return stack;
}
