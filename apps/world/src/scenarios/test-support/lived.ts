import { addDays } from '@stockade/contracts';
import type { Consignment } from '../../consignment.js';
import type { Step } from '../../journey.js';
import { inForce } from '../in-force.js';
import type { ScenarioRun } from '../scenario-run.js';

interface Told {
  readonly day: string;
  readonly step: Step;
}

/** What a carrier tells of goods from a day on until they have come, as its gateway does. */
export function told(goods: Consignment, runs: readonly ScenarioRun[], from: string): Told[] {
  const all: Told[] = [];
  let held = goods;
  for (let day = from; held.reported < held.steps.length; day = addDays(day, 1)) {
    const scenario = inForce(runs, day);
    held = scenario.hold(held, day);
    const { orderId, steps, reported } = held;
    const [earlier, ahead] = [steps.slice(0, reported), steps.slice(reported)];
    const telling = scenario.tell({ orderId, day, earlier, due: ahead.filter(({ on }) => on <= day) });
    all.push(...telling.documents.flat().map((step) => ({ day, step })));
    held = { ...held, reported: telling.reported };
  }
  return all;
}
