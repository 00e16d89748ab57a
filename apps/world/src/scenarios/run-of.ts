import { addDays } from '@stockade/contracts';
import { catalog, type Target } from './catalog.js';
import { drawsOf } from './scenario.js';
import { ScenarioRefused } from './scenario-refused.js';
import type { ScenarioName, ScenarioRun } from './scenario-run.js';
import type { Surroundings } from './surroundings.js';

/** How somebody wants a scenario; what is left out is usual, or is drawn. */
export interface ScenarioWish {
  readonly name: ScenarioName;
  readonly days?: number | undefined;
  readonly location?: string | undefined;
  /** The name of a supplier, or a part of it that no other has. */
  readonly supplier?: string | undefined;
  readonly sku?: string | undefined;
  readonly seed?: number | undefined;
  readonly factor?: number | undefined;
}

const USUAL_SEED = 1;
const targets: readonly Target[] = ['location', 'supplier', 'sku'];

/** The run that a wish comes to, from a day on. @throws ScenarioRefused */
export function runOf(wish: ScenarioWish, startsOn: string, surroundings: Surroundings): ScenarioRun {
  const { name, seed = USUAL_SEED } = wish;
  const kind = catalog[name];
  const draw = drawsOf({ name, seed, startsOn });
  const named = targets.flatMap((target): [Target, string][] => {
    const wished = wish[target];
    if (wished !== undefined && !kind.targets.includes(target)) {
      throw new ScenarioRefused(`${name} is about no ${target}: leave --${target} away.`, true);
    }
    if (wished !== undefined) return [[target, surroundings.find(target, wished)]];
    const drawn =
      target !== 'sku' && target === kind.drawn ? surroundings.draw(target, draw(target)) : undefined;
    return drawn === undefined ? [] : [[target, drawn]];
  });
  return {
    name,
    seed,
    startsOn,
    endsOn: addDays(startsOn, wish.days ?? kind.usualDays),
    ...Object.fromEntries(named),
    ...factorOf(wish),
  };
}

function factorOf({ name, factor: wished }: ScenarioWish): { factor?: number } {
  const { factor } = catalog[name];
  if (factor === undefined) {
    if (wished === undefined) return {};
    throw new ScenarioRefused(`${name} has no factor: leave --factor away.`, true);
  }
  const value = wished ?? factor.usual;
  if (value >= factor.least && value <= factor.most) return { factor: value };
  throw new ScenarioRefused(
    `The factor of ${name} (${factor.means}) lies from ${factor.least} to ${factor.most}.`,
  );
}
