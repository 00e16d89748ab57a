export interface Finding {
  readonly check: string;
  /** `warning`: the stack may start all the same. */
  readonly result: 'ok' | 'warning' | 'missing';
  readonly text: string;
}

export function faults(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ result }) => result === 'missing');
}
