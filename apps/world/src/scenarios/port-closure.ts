import { putOff } from '../consignment.js';
import type { Scenario } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';

/** Nothing moves between departing and arriving at a location: what was due there comes when it opens again, late. */
export function portClosure({ location }: ScenarioRun): Scenario {
  return {
    hold: (goods, day) => {
      const next = goods.steps.findIndex(
        ({ bizStep }, index) =>
          index >= goods.reported && (bizStep === 'transporting' || bizStep === 'arriving'),
      );
      return goods.destination === location ? putOff(goods, next, day) : goods;
    },
  };
}
