import { LARGEST_QUANTITY } from '@stockade/contracts';
import { supplierIdOf } from '@stockade/history';
import { drawsOf, type Scenario } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';

/** A supplier, or every one, ships more than was ordered: each line by a share that is drawn from 0 to `factor`. */
export function overDelivery(run: ScenarioRun): Scenario {
  const draw = drawsOf(run);
  const isMeant = (supplierId: string) =>
    run.supplier === undefined || supplierId === supplierIdOf(run.supplier);
  const more = (quantity: number, orderLineId: string) =>
    Math.ceil(quantity * draw('more', orderLineId) * (run.factor ?? 0));
  return {
    load: (goods) =>
      isMeant(goods.supplierId)
        ? {
            ...goods,
            lines: goods.lines.map((line) => ({
              ...line,
              quantity: Math.min(LARGEST_QUANTITY, line.quantity + more(line.quantity, line.orderLineId)),
            })),
          }
        : goods,
  };
}
