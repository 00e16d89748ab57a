import type { AccessPolicy } from '@stockade/access';
import { type OperationSpec, Problem } from '@stockade/contracts';
import { DayBudget } from '@stockade/service/gate';

type Pool = ConstructorParameters<typeof DayBudget>[2];

/** Counted in whole units of money, for a bucket holds no more than 2^31. */
const MINOR_PER_UNIT = 100;

/** Holds each agent to the value that its tools may commit in a day. */
export class ValueBudgets {
  readonly #budgets: ReadonlyMap<string, DayBudget>;

  constructor(policy: AccessPolicy, pool: Pool) {
    this.#budgets = new Map(
      [...policy.identities.values()].flatMap(({ name, limits: { valuePerDayMinor: limit } }) =>
        limit === undefined ? [] : [[name, new DayBudget('value', unitsOf(limit), pool)]],
      ),
    );
  }

  /**
   * Does what commits value: what its caller states is taken before, given back where it fails or was done
   * before, and set right by what it really came to. Throws `budget_exhausted`.
   */
  async within<R extends { readonly output: unknown; readonly replayed: boolean }>(
    agent: string,
    { worth }: OperationSpec,
    body: unknown,
    work: () => Promise<R>,
  ): Promise<R> {
    const budget = worth && this.#budgets.get(agent);
    if (!budget) return work();
    const stated = unitsOf(worth.stated(body));
    await budget.take(agent, stated);
    // What ended without an answer may have been done.
    let spent = stated;
    try {
      const done = await work();
      spent = done.replayed ? 0 : unitsOf(worth.real(done.output, body));
      return done;
    } catch (error) {
      if (error instanceof Problem && error.status < 500) spent = 0;
      throw error;
    } finally {
      // Where it cannot be counted now, the day is left with too little rather than too much.
      await budget.giveBack(agent, stated - spent).catch(() => undefined);
    }
  }
}

const unitsOf = (minor: number): number => Math.ceil(minor / MINOR_PER_UNIT);
