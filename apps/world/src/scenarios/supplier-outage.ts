import { supplierIdOf } from '@stockade/history';
import { putOff } from '../consignment.js';
import { drawsOf, type Scenario } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';

/**
 * A supplier ships nothing, and declines a share (`factor`) of the orders that reach it; the others it answers when the
 * outage is over.
 */
export function supplierOutage(run: ScenarioRun): Scenario {
  const draw = drawsOf(run);
  const isOut = (supplierId: string) => supplierId === supplierIdOf(run.supplier ?? '');
  return {
    answer: ({ orderId, supplierId }) => {
      if (!isOut(supplierId)) return undefined;
      return draw('decline', orderId) < (run.factor ?? 0) ? 'declined' : 'silence';
    },
    hold: (goods, day) => (goods.reported === 0 && isOut(goods.supplierId) ? putOff(goods, 0, day) : goods),
  };
}
