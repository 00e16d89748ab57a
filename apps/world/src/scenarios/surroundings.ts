import type { DeliveryLine } from '@stockade/history';
import type { Target } from './catalog.js';
import { ScenarioRefused } from './scenario-refused.js';

/** Places, suppliers and SKUs of the delivery history. */
export class Surroundings {
  /** As often as there is business with them: who is drawn from these is somebody whose absence is felt. */
  readonly #weighted: Readonly<Record<'location' | 'supplier', readonly string[]>>;
  readonly #known: Readonly<Record<Target, readonly string[]>>;

  constructor(lines: readonly DeliveryLine[]) {
    const issues = lines.filter(({ kind }) => kind === 'issue');
    const skus = new Set(issues.map(({ sku }) => sku));
    const purchases = lines.filter(({ kind, sku }) => kind === 'purchase' && skus.has(sku));
    const location = issues.map(({ stockLocation }) => stockLocation);
    this.#weighted = { location, supplier: purchases.map(({ supplier }) => supplier) };
    const suppliers = lines.filter(({ kind }) => kind === 'purchase').map(({ supplier }) => supplier);
    this.#known = { location: distinct(location), supplier: distinct(suppliers), sku: distinct([...skus]) };
  }

  draw(target: 'location' | 'supplier', at: number): string | undefined {
    const candidates = this.#weighted[target];
    return candidates[Math.floor(at * candidates.length)];
  }

  /** @throws ScenarioRefused when there is none, or more than one supplier of which this is a part */
  find(target: Target, named: string): string {
    const known = this.#known[target];
    const matches = known.includes(named) ? [named] : target === 'supplier' ? partly(known, named) : [];
    const [only] = matches;
    if (only !== undefined && matches.length === 1) return only;
    const choice = matches.length > 1 ? matches : known;
    throw new ScenarioRefused(
      `There is ${matches.length > 1 ? 'more than one' : 'no'} ${target} ${named}. Name one of: ${choice.join('; ')}.`,
      true,
    );
  }
}

const distinct = (names: readonly string[]) => [...new Set(names)].sort();

const partly = (names: readonly string[], part: string) =>
  names.filter((name) => name.toLowerCase().includes(part.toLowerCase()));
