import { LARGEST_QUANTITY } from '@stockade/contracts';
import { drawsOf, type Scenario } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';

/** Of the SKUs at a location, where none is named. */
const SHARE_OF_SKUS = 1 / 3;

/** Customers of a location announce `factor` times what they would have, of one SKU or of some that are drawn. */
export function demandSpike(run: ScenarioRun): Scenario {
  const draw = drawsOf(run);
  const isSought = (sku: string) =>
    run.sku === undefined ? draw('sought', sku) < SHARE_OF_SKUS : sku === run.sku;
  return {
    announce: (demand) =>
      demand.location === run.location && isSought(demand.sku)
        ? { ...demand, quantity: multiplied(demand.quantity, run.factor ?? 1) }
        : demand,
  };
}

const multiplied = (quantity: number, factor: number) =>
  Math.min(LARGEST_QUANTITY, Math.round(quantity * factor));
