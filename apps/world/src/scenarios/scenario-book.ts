import { KeptEntries } from '../kept-entries.js';
import { inForce } from './in-force.js';
import type { Scenario } from './scenario.js';
import { ScenarioRefused } from './scenario-refused.js';
import { type ScenarioName, type ScenarioRun, scenarioRun } from './scenario-run.js';

/**
 * What was switched on, kept from one start of the world to the next. What is over stays in it: needs that were
 * announced while it was on must be told again as they were told then.
 */
export class ScenarioBook {
  readonly #entries: KeptEntries<ScenarioRun>;

  constructor(file: string) {
    this.#entries = new KeptEntries(file, scenarioRun, keyOf);
  }

  /** What is in force on a day, as one scenario. */
  on(day: string): Required<Scenario> {
    return inForce(this.#entries.all, day);
  }

  /** What is on from a day on, or will be. */
  after(day: string): readonly ScenarioRun[] {
    return this.#entries.all.filter(({ endsOn }) => endsOn > day);
  }

  /** @throws ScenarioRefused when the same is on then */
  begin(run: ScenarioRun): void {
    const same = this.after(run.startsOn).find((one) => targetOf(one) === targetOf(run));
    if (same !== undefined) {
      throw new ScenarioRefused(
        `${run.name} is on there until ${same.endsOn}; \`scenario off ${run.name}\` ends it.`,
      );
    }
    this.#entries.put(run);
  }

  /** Ends what is on, all of it or one kind, before a day. @returns what that was */
  end(day: string, name?: ScenarioName): readonly ScenarioRun[] {
    const ending = this.after(day).filter((run) => name === undefined || run.name === name);
    for (const run of ending) {
      if (run.startsOn >= day) this.#entries.remove(keyOf(run));
      else this.#entries.put({ ...run, endsOn: day });
    }
    return ending;
  }
}

const targetOf = ({ name, location, supplier, sku }: ScenarioRun): string =>
  JSON.stringify([name, location, supplier, sku]);

const keyOf = (run: ScenarioRun): string => `${run.startsOn} ${targetOf(run)}`;
