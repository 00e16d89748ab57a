import type { Step } from '../journey.js';
import { drawsOf, type Scenario } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';

/**
 * Carriers repeat a share (`factor`) of their events, tell as many only after the next one, and shuffle what they tell
 * on a day, each event in a document of its own. An event keeps its eventID and its time however often it is told.
 */
export function noisyCarrier(run: ScenarioRun): Scenario {
  const draw = drawsOf(run);
  const share = run.factor ?? 0;
  return {
    tell: ({ orderId, day, earlier, due }) => {
      const latest = due.at(-1);
      // What nothing follows cannot be told after it.
      const isLate =
        latest !== undefined &&
        latest.bizStep !== 'receiving' &&
        draw('late', orderId, latest.bizStep) < share;
      const fresh = isLate ? due.slice(0, -1) : due;
      const known = [...earlier, ...fresh];
      const repeated =
        fresh.length === 0 ? [] : known.filter(({ bizStep }) => draw('again', day, orderId, bizStep) < share);
      const order = (step: Step, index: number) => draw('order', day, orderId, step.bizStep, String(index));
      return {
        documents: [...fresh, ...repeated]
          .map((step, index) => ({ step, at: order(step, index) }))
          .sort((one, other) => one.at - other.at)
          .map(({ step }) => [step]),
        reported: known.length,
      };
    },
  };
}
