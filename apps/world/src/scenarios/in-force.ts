import { catalog } from './catalog.js';
import type { Scenario } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';

const isOn = ({ startsOn, endsOn }: ScenarioRun, day: string): boolean => startsOn <= day && day < endsOn;

/** All that is on, on a day, as one scenario. Of answers, and of ways to tell, the first stands. */
export function inForce(runs: readonly ScenarioRun[], day: string): Required<Scenario> {
  const scenarios = runs.filter((run) => isOn(run, day)).map((run) => catalog[run.name].scenario(run));
  const firstOf = <T>(ask: (scenario: Scenario) => T | undefined): T | undefined => {
    for (const scenario of scenarios) {
      const answer = ask(scenario);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  return {
    answer: (order) => firstOf((one) => one.answer?.(order)),
    hold: (goods, on) => scenarios.reduce((held, one) => one.hold?.(held, on) ?? held, goods),
    load: (goods) => scenarios.reduce((held, one) => one.load?.(held) ?? held, goods),
    tell: (report) =>
      firstOf((one) => one.tell?.(report)) ?? {
        documents: report.due.length > 0 ? [report.due] : [],
        reported: report.earlier.length + report.due.length,
      },
    announce: (demand) => scenarios.reduce((held, one) => one.announce?.(held) ?? held, demand),
  };
}
