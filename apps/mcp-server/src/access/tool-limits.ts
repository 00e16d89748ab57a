import type { AccessPolicy } from '@stockade/access';
import { WindowBudget } from '@stockade/service/gate';

type Pool = ConstructorParameters<typeof WindowBudget>[1];

/** Holds each agent to the number of calls of one tool that its limits allow in a minute. */
export class ToolLimits {
  readonly #budgets = new Map<string, WindowBudget>();

  /** @param pool on the login `rate_limiter`. */
  constructor(
    private readonly policy: AccessPolicy,
    private readonly pool: Pool,
  ) {}

  /** Throws `rate_limited`, and `unavailable` where calls cannot be counted. `tool` is the name of one that is known. */
  async take(agent: string, tool: string): Promise<void> {
    const limit = this.policy.identities.get(agent)?.limits.toolCallsPerMinute;
    if (limit === undefined) return;
    const key = `${agent} ${tool}`;
    let budget = this.#budgets.get(key);
    if (!budget) {
      budget = new WindowBudget(
        { kind: 'tool', key, limit, who: `${agent} may call ${tool}`, what: 'times' },
        this.pool,
      );
      this.#budgets.set(key, budget);
    }
    await budget.take();
  }
}
