export type Check = () => Promise<boolean>;

/** Whether the service may be sent requests, and what keeps it from that. */
export class Readiness {
  #draining = false;

  constructor(private readonly checks: Readonly<Record<string, Check>>) {}

  get draining(): boolean {
    return this.#draining;
  }

  /** From here on the service asks to be left alone; what is in flight goes on. */
  drain(): void {
    this.#draining = true;
  }

  /** Names of what is not ready; none when all is. */
  async failing(): Promise<string[]> {
    if (this.#draining) return ['shutting_down'];
    const names = Object.keys(this.checks);
    const passed = await Promise.all(names.map((name) => this.checks[name]?.().catch(() => false)));
    return names.filter((_, index) => !passed[index]);
  }
}

/** A check that asks until it has passed once. */
export function once(check: Check): Check {
  let passed = false;
  return async () => {
    passed ||= await check();
    return passed;
  };
}
