/** One thing that is wrong with access.yaml. */
export interface PolicyFault {
  readonly line: number;
  readonly column: number;
  /** `roles.OrderAgent.scopes.1` */
  readonly path: string;
  /** What is wrong and what to do. */
  readonly detail: string;
}

/** Every fault of a policy file at once, each as `file:line:column path: detail`. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';

  constructor(
    readonly file: string,
    readonly faults: readonly PolicyFault[],
  ) {
    const lines = faults.map(({ line, column, path, detail }) => {
      return `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${detail}`;
    });
    super(lines.join('\n'));
  }
}
