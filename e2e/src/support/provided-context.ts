/** What the global setup hands to the test files beside the environment of the stack. */
declare module 'vitest' {
  interface ProvidedContext {
    /** STACK_DIR of the running stack. */
    readonly stackDir: string;
    /** STACK_PORT_BASE of the running stack. */
    readonly portBase: number;
  }
}

export {};
